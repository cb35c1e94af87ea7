/**
 * What a file is recognized by when it is chosen again after a reload: size, last change, and its name's hash (cyrb53).
 * Not a secret and not proof of the content: storage's own ETags are that.
 */
export function fingerprintOf(file: Pick<File, 'name' | 'size' | 'lastModified'>): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < file.name.length; at++) {
    const unit = file.name.charCodeAt(at)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  const name = (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
  return `${file.size}-${file.lastModified}-${name}`
}
