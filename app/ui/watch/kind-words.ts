/** What one does with a post of each kind, and what it is called. */
export const kindWords = {
  video: { verb: 'watch', noun: 'Film' },
  audio: { verb: 'listen', noun: 'Recording' },
  written: { verb: 'read', noun: 'Written post' },
} as const
