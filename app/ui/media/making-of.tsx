import type { MakingOf } from '#domain/media/queries.ts'

/** How a film was made, in a few sentences. */
export function MakingOfFilm({ makingOf, best }: { makingOf: MakingOf; best: string | undefined }) {
  const { isCopied, chunks, isWhole } = makingOf
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">How it was made</h2>
      <p className="text-sm text-pretty text-ink-quiet">
        {isCopied
          ? `Your picture is good as it is: ${best ?? 'the first quality'} is your own, unchanged. The others are made from it`
          : 'Every quality is made from your original'}
        {chunks > 1
          ? `, in ${chunks} parts that several machines can share.`
          : isWhole
            ? ', in one go: its times could not be trusted to begin in the middle.'
            : '.'}{' '}
        Your original stays as it is.
      </p>
    </section>
  )
}
