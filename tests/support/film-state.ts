import { isDeepStrictEqual } from 'node:util'
import type { FailureCause, MediaStatus, PartRow, StoryboardRow, TranscodeStage } from '#db/schema/media.ts'
import type { StoredOutput } from '#domain/transcode/package/assemble-film.ts'
import { isOfRun, mediaPrefixes, type RunOf } from '#domain/transcode/package/storage-keys.ts'
import type { Wiring } from './wire-stack.ts'
import type { World } from './world.ts'

export type FilmRow = {
  id: string
  creator_id: string
  status: MediaStatus
  stage: TranscodeStage | null
  percent: number
  generation: number
  published_generation: number | null
  improving: boolean
  attempts: number
  plan_constraints: string[]
  failure_cause: FailureCause | null
  failure_message: string | null
  duration_seconds: number | null
  poster_key: string | null
  poster_hash: string | null
  storyboard: StoryboardRow | null
  waveform_key: string | null
  original_sha256: string | null
  claimed_by: string | null
  tidy_after: Date | null
  deleted_at: Date | null
}
export type TaskRow = {
  id: string
  generation: number
  kind: string
  position: number
  status: string
  run: number
  attempts: number
  share: number
  claimed_by: string | null
  made: StoredOutput | null
}
export type RenditionRow = {
  name: string
  role: string
  kind: string
  generation: number
  bytes: string
  duration_seconds: number
  parts: PartRow[]
}

type Parts = { readonly wiring: Pick<Wiring, 'needs'>; readonly world: World }

export const readFilm = async (world: World, id: string): Promise<FilmRow> => {
  const [row] = await world.query<FilmRow>('select * from app.media_items where id = $1', [id])
  if (!row) throw new Error(`there is no film ${id}`)
  return row
}
export const readTasks = (world: World, id: string): Promise<TaskRow[]> =>
  world.query<TaskRow>(
    'select * from app.transcode_tasks where media_item_id = $1 order by generation, kind, position',
    [id],
  )
export const readRenditions = (world: World, id: string): Promise<RenditionRow[]> =>
  world.query<RenditionRow>('select * from app.renditions where media_item_id = $1 order by role, position', [
    id,
  ])

/** Everything that lies in storage of what was made of a film. */
export async function objectsOf({ wiring, world }: Parts, id: string): Promise<string[]> {
  const { creator_id: creatorId } = await readFilm(world, id)
  const prefixes = mediaPrefixes({ creatorId, mediaId: id })
  const listed = await Promise.all(prefixes.map((prefix) => wiring.needs.storage.listPrefix('media', prefix)))
  return listed.flat().sort()
}

/** What can be said about a film whose work is over; both lists are empty when all is well. */
export type Verdict = {
  /** Rows and objects tell of different films. */
  readonly wrong: string[]
  /** Something is there of more than one run or generation. */
  readonly doubled: string[]
}

/**
 * Compares the row, tasks, renditions and objects of a film that is ready in every quality, has failed, or was deleted before
 * it was ready, after it was tidied.
 */
export async function judgeFilm(parts: Parts, id: string): Promise<Verdict> {
  const { world } = parts
  const row = await readFilm(world, id)
  const objects = await objectsOf(parts, id)
  const [tasks, renditions] = [await readTasks(world, id), await readRenditions(world, id)]
  if (row.published_generation === null)
    return {
      wrong: [
        ...(objects.length > 0 ? [`nothing is played, and these are there: ${objects.join(', ')}`] : []),
      ],
      doubled: renditions.length > 0 ? ['nothing is played, and there are renditions'] : [],
    }
  const referenced = referencedBy(row, tasks, renditions)
  const runs = tasks.map((task): RunOf => ({ ...task, mediaId: id, creatorId: row.creator_id }))
  return {
    wrong: [
      ...rowFaults(row, tasks),
      ...unequal('objects and references', objects, [...referenced].sort()),
      ...(await Promise.all(renditions.map((rendition) => renditionFaults(parts, rendition)))).flat(),
    ],
    doubled: [
      ...renditions
        .filter(({ generation }) => generation !== row.generation)
        .map(({ name, generation }) => `${name} is of generation ${generation}`),
      ...objects
        .filter((key) => !runs.some((run) => isOfRun(key, run)))
        .map((key) => `${key} is of no run that counts`),
    ],
  }
}

function rowFaults(row: FilmRow, tasks: readonly TaskRow[]): string[] {
  const { status, improving, claimed_by, attempts, percent, generation, published_generation } = row
  const isWhole = tasks.length > 0 && tasks.every((task) => task.status === 'done')
  return [
    ...unequal(
      'the row',
      { status, improving, claimed_by, attempts, published_generation, percent },
      {
        status: 'ready',
        improving: false,
        claimed_by: null,
        attempts: 0,
        published_generation: generation,
        percent: 100,
      },
    ),
    ...(isWhole ? [] : [`tasks are ${tasks.map(({ kind, status }) => `${kind} ${status}`).join(', ')}`]),
  ]
}

function referencedBy(
  row: FilmRow,
  tasks: readonly TaskRow[],
  renditions: readonly RenditionRow[],
): Set<string> {
  const made = tasks.flatMap(({ made }) => made ?? [])
  return new Set(
    [
      row.poster_key,
      row.waveform_key,
      ...(row.storyboard?.sheets ?? []).map(({ key }) => key),
      ...renditions.flatMap(({ parts }) => parts.map(({ key }) => key)),
      ...made.flatMap(({ parts, texts, sheets, preview = [] }) =>
        [...parts, ...texts, ...sheets, ...preview].map(({ key }) => key),
      ),
      ...made.flatMap(({ poster, download, waveformKey }) => [poster?.key, download?.key, waveformKey]),
    ].filter((key) => key != null),
  )
}

async function renditionFaults({ wiring }: Parts, { name, bytes, parts }: RenditionRow): Promise<string[]> {
  const faults = await Promise.all(
    parts.map(async (part) => {
      const stored = await wiring.needs.storage.head({ bucket: 'media', key: part.key })
      const last = part.segments.at(-1)
      return [
        ...unequal(`bytes of ${part.key}`, stored?.bytes, part.bytes),
        ...(last ? unequal(`end of ${part.key}`, last[0] + last[1], part.bytes) : []),
      ]
    }),
  )
  const sum = parts.reduce((total, part) => total + part.bytes, 0)
  return [...faults.flat(), ...unequal(`bytes of ${name}`, Number(bytes), sum)]
}

const unequal = (what: string, found: unknown, expected: unknown): string[] =>
  isDeepStrictEqual(found, expected)
    ? []
    : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`]
