/** Whose files. */
export type MediaOf = { readonly mediaId: string; readonly creatorId: string }
/** Whose files, and of which run of which task. */
export type RunOf = MediaOf & {
  readonly generation: number
  readonly kind: string
  readonly position: number
  readonly run: number
}

const folders = ['hls', 'thumbnails', 'waveforms'] as const

/** Where everything that is made of a media item lies, in every generation. */
export const mediaPrefixes = ({ creatorId, mediaId }: MediaOf) =>
  folders.map((folder) => `${creatorId}/${folder}/${mediaId}/`)

const runName = ({ generation, kind, position, run }: RunOf) => `${generation}-${kind}-${position}-${run}`

/** Where what one run of a task makes lies: two workers with one task never write the same object. */
export const runPrefixes = (of: RunOf) => mediaPrefixes(of).map((prefix) => `${prefix}${runName(of)}`)

const [hls, thumbnails, waveforms] = folders
const under = (folder: string, of: RunOf) => `${of.creatorId}/${folder}/${of.mediaId}/${runName(of)}`

export const partKey = (of: RunOf, rendition: string) => `${under(hls, of)}/${rendition}.mp4`
export const downloadKey = (of: RunOf) => `${under(hls, of)}/download.mp4`
export const textKey = (of: RunOf, rendition: string) => `${under(hls, of)}/${rendition}.vtt`
export const posterKey = (of: RunOf) => `${under(thumbnails, of)}.jpg`
export const sheetKey = (of: RunOf, firstTile: number) => `${under(thumbnails, of)}/${firstTile}.jpg`
export const waveformKey = (of: RunOf) => `${under(waveforms, of)}.json`

/** Whether an object was made by a run. */
export const isOfRun = (key: string, of: RunOf) =>
  runPrefixes(of).some((prefix) => key.startsWith(`${prefix}/`) || key.startsWith(`${prefix}.`))
