import { Download, Printer } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { CopyButton } from '../kit/copy-button.tsx'

/** Recovery codes to be copied, downloaded or printed. */
export function RecoverySheet({ codes }: { codes: readonly string[] }) {
  const text = codes.join('\n')
  return (
    <div className="grid gap-4">
      <div className="flex items-start gap-2 rounded-md bg-sunken p-4">
        <ol
          aria-label="Recovery codes"
          className="grid flex-1 grid-cols-2 gap-x-4 gap-y-2 font-mono text-sm max-[22rem]:grid-cols-1"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <CopyButton text={text} label="Copy the codes" />
      </div>
      <div data-chrome className="flex flex-wrap gap-2">
        <Button look="quiet" size="sm" icon={Download} onPress={() => download(text)}>
          Download
        </Button>
        <Button look="quiet" size="sm" icon={Printer} onPress={() => window.print()}>
          Print
        </Button>
      </div>
    </div>
  )
}

function download(codes: string): void {
  const text = `Recovery codes for Codex (${location.host})\nEach works once.\n\n${codes}\n`
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  Object.assign(document.createElement('a'), { href: url, download: 'codex-recovery-codes.txt' }).click()
  URL.revokeObjectURL(url)
}
