import { rowOf, type Contest, type Row } from '../harness.ts'

/** A film's way: seconds from beginning to end, and the sum of what its chunks took. */
type Took = { wallSeconds: number; chunkSeconds: number }

/** One film by `transcodeFile`, and through one, two and four worker processes. */
export type WorkersRound = Record<'alone' | 'one' | 'two' | 'four', Took>

type Contestant = Contest & { of: (round: WorkersRound) => readonly [ours: number, theirs: number] }

const contests: Contestant[] = [
  {
    name: 'one / two',
    ours: 'one worker of one thread',
    theirs: 'two',
    unit: 's',
    target: { atLeast: 1.8 },
    of: ({ one, two }) => [one.wallSeconds, two.wallSeconds],
  },
  {
    name: 'one / four',
    ours: 'one worker of one thread',
    theirs: 'four',
    unit: 's',
    of: ({ one, four }) => [one.wallSeconds, four.wallSeconds],
  },
  {
    name: 'chunks, one / transcodeFile',
    ours: 'from claim to completion in the database, of all chunks',
    theirs: 'the same tasks without queue, database and storage',
    unit: 's',
    target: { atMost: 1.03 },
    of: ({ one, alone }) => [one.chunkSeconds, alone.chunkSeconds],
  },
  {
    name: 'film, one / transcodeFile',
    ours: 'one worker, from the queue until every rung is published',
    theirs: 'transcodeFile, one task after the other',
    unit: 's',
    of: ({ one, alone }) => [one.wallSeconds, alone.wallSeconds],
  },
]

/** The rows of so many rounds. */
export const workersRows = (rounds: readonly WorkersRound[]): Row[] =>
  contests.map(({ of, name, ...contest }) =>
    rowOf(
      { ...contest, name: `workers: ${name}` },
      rounds.map((round) => {
        const [ours, theirs] = of(round)
        return { ours, theirs }
      }),
    ),
  )
