import type { MakingOf } from '#domain/media/queries.ts'
import { makingWords } from './making-words.ts'

/** How an item was made, or is being made, in a few sentences. */
export function MakingOfFilm({ makingOf, isDone }: { makingOf: MakingOf; isDone: boolean }) {
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{isDone ? 'How it was made' : 'How it is made'}</h2>
      <p className="text-sm text-pretty text-ink-quiet">{makingWords(makingOf).join(' ')}</p>
    </section>
  )
}
