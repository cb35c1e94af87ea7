/** Where "now" comes from; tests hand in another. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
