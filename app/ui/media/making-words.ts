import type { MakingOf } from '#domain/media/queries.ts'

/** How an item is made, and why so, in sentences for its creator. */
export function makingWords(made: MakingOf): string[] {
  return [
    ...(made.mediaType === 'video' ? ofPicture(made) : ofRecording(made)),
    'Your original stays as it is.',
  ]
}

function ofPicture({ qualities, isPictureCopied, isSoundCopied, parts, isReadWhole }: MakingOf): string[] {
  const [best = '', ...others] = qualities
  const isEncoded = !isPictureCopied || others.length > 0
  return [
    pictureWords(best, others.length, isPictureCopied),
    ...(isSoundCopied ? ['The sound is your own too.'] : []),
    ...(isEncoded && isReadWhole
      ? ['It is read in one go: its times could not be trusted to begin in the middle.']
      : isEncoded && parts > 1
        ? [
            `Made in ${parts} parts${parts > 2 ? ' of about a minute' : ''}, which several machines can share.`,
          ]
        : []),
  ]
}

function pictureWords(best: string, others: number, isCopied: boolean): string {
  if (isCopied && others === 0) return `Its one quality, ${best}, is your own picture, unchanged.`
  if (isCopied)
    return `The ${best} quality is your own picture, unchanged; the ${others === 1 ? 'other is' : 'others are'} made from it.`
  return others === 0
    ? `Its one quality, ${best}, is made from your original.`
    : `All ${others + 1} qualities are made from your original.`
}

const ofRecording = ({ qualities: { length } }: MakingOf): string[] => [
  length === 1
    ? 'It is streamed in one bit rate, made from your recording.'
    : `It is streamed in ${length} bit rates, made from your recording: a slow connection gets the smallest.`,
]
