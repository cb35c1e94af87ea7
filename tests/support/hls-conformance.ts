import { containerRules } from './hls-conformance/container-rules.ts'
import { declaredRules } from './hls-conformance/declared-rules.ts'
import { encodingRules } from './hls-conformance/encoding-rules.ts'
import { groupRules } from './hls-conformance/group-rules.ts'
import { playlistRules } from './hls-conformance/playlist-rules.ts'
import { readPresentation, type Presentation } from './hls-conformance/read-presentation.ts'
import { seekAndTextRules } from './hls-conformance/seek-and-text-rules.ts'
import { textRules } from './hls-conformance/text-rules.ts'
import { timelineRules } from './hls-conformance/timeline-rules.ts'
import { variantRules } from './hls-conformance/variant-rules.ts'

export type { Presentation }
/** A rule by name, where it is written, and what speaks against it: nothing when the presentation keeps it. */
export type RuleResult = { rule: string; source: string; problems: string[] }

const rules = [
  ...textRules,
  ...playlistRules,
  ...variantRules,
  ...groupRules,
  ...declaredRules,
  ...containerRules,
  ...timelineRules,
  ...seekAndTextRules,
  ...encodingRules,
]

/**
 * Holds a presentation of fMP4 and WebVTT against what RFC 8216 and Apple's HLS authoring specification ask of on demand
 * content. It reads playlists and boxes by itself, without the product's code. How files are served is not looked at.
 */
export async function checkConformance(presentation: Presentation): Promise<RuleResult[]> {
  const read = await readPresentation(presentation)
  return rules.map(({ rule, source, check }) => ({ rule, source, problems: check(read) }))
}
