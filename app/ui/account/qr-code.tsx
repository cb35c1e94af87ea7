/** A QR code, dark on white in both themes: scanners need it so. */
export function QrCode({ code, label }: { code: { size: number; path: string }; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
      className="mx-auto size-52 rounded-md bg-white"
    >
      <path d={code.path} fill="#000" />
    </svg>
  )
}
