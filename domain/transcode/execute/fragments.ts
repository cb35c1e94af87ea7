/** Fragmented MP4 of which every run of bytes between two fragments can be played: what all renditions are stored as. */
export const fragmented = '+delay_moov+default_base_moof+skip_trailer'
/** One fragment for each group of pictures, its time absolute: chunks of one film fit together as they are. */
export const fragmentedByKeyFrame = `+frag_keyframe+frag_discont${fragmented}`
/** Nothing of the original's own words in what is made of it, and the same bytes each time. */
export const clean = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-f', 'mp4']
/** Sound is stored in fragments of a second. */
export const soundFragments = ['-movflags', fragmented, '-frag_duration', '1000000', ...clean]
