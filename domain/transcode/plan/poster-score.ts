/**
 * How much a picture tells, from its entropy (bits, 0 to 8) and its channels' mean and deviation (0 to 255). Nearly
 * black, nearly white and nearly even pictures come last.
 */
export function posterScore(picture: {
  entropy: number
  channels: readonly { mean: number; stdev: number }[]
}): number {
  const average = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const mean = average(picture.channels.map((channel) => channel.mean))
  const deviation = average(picture.channels.map((channel) => channel.stdev))
  const dull = mean < 24 || mean > 235 || deviation < 8
  return picture.entropy + Math.min(deviation, 64) / 32 - (dull ? 10 : 0)
}
