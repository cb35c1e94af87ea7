import { inMaster, inPlaylist, inWords, together, type Edit } from './example-edits.ts'

/** An edit, and the rules that it breaks: those, and no others. */
export type Break = { edit: Edit; rules: readonly string[] }

const breaks = (rule: string, edit: Edit, ...others: string[]): Break => ({ edit, rules: [rule, ...others] })
const times = (factor: number) => (_: string, name: string, value: string) =>
  `${name}=${Math.round(Number(value) * factor)}`
const longer =
  (bytes: number, from = 0) =>
  (_: string, tag: string, length: string, offset: string) =>
    `${tag}${Number(length) + bytes}@${Number(offset) + from}`
const lastRange = /(BYTERANGE:)(\d+)@(\d+)(?!.*BYTERANGE)/s
const secondVariants =
  /#EXT-X-STREAM-INF[^\n]*\n(low|av1)\.m3u8\n|#EXT-X-I-FRAME[^\n]*"(low|av1)-keys.m3u8"\n/g
const audio = '#EXT-X-MEDIA:TYPE=AUDIO'
const captions = '#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English",LANGUAGE="en"'

const ofText: Break[] = [
  breaks('All that a playlist names can be read', ({ media }) => media.delete('text.vtt')),
  breaks('All that a playlist names can be read', ({ playlists }) => playlists.delete('low-keys.m3u8')),
  breaks('The first line is EXTM3U', inMaster('#EXTM3U\n', '')),
  breaks('The first line is EXTM3U', inPlaylist('low', '#EXTM3U', '\n#EXTM3U')),
  breaks(
    'A playlist is UTF-8 without a byte order mark or control characters',
    inPlaylist('high', /^/, '\uFEFF'),
  ),
  breaks(
    'A playlist is UTF-8 without a byte order mark or control characters',
    inMaster('NAME="Main"', 'NAME="Ma\u0007in"'),
  ),
  breaks(
    'No white space is where it does not belong to a value',
    inPlaylist('sound', '#EXTINF:2', '#EXTINF: 2'),
  ),
  breaks(
    'A playlist has one EXT-X-VERSION',
    inPlaylist('high', '#EXT-X-VERSION:7', '#EXT-X-VERSION:7\n#EXT-X-VERSION:7'),
  ),
  breaks(
    'The version is as high as what the playlist uses needs',
    inPlaylist('high', '#EXT-X-VERSION:7', '#EXT-X-VERSION:5'),
  ),
  breaks(
    'The version is as high as what the playlist uses needs',
    inPlaylist('high-keys', '#EXT-X-VERSION:7', '#EXT-X-VERSION:4'),
  ),
  ...[
    inMaster(',AVERAGE', ', AVERAGE'),
    inMaster('AUDIO="audio"', 'AUDIO="audio",AUDIO="audio"'),
    inMaster('RESOLUTION=640x360', 'RESOLUTION="640x360"'),
    inMaster('LANGUAGE="en"', 'LANGUAGE=en'),
    inMaster('DEFAULT=NO', 'DEFAULT=no'),
    inMaster('URI="low-keys.m3u8"', 'URI="low-keys.m3u8",'),
  ].map((edit) => breaks('Attribute lists keep to their grammar, and no attribute is there twice', edit)),
  breaks('The master has no tag of media playlists', inMaster('#EXT-X-MEDIA', '#EXT-X-TARGETDURATION:2\n$&')),
  breaks(
    'Media playlists have no tag of the master',
    inPlaylist('low', '#EXT-X-MEDIA-SEQUENCE', '#EXT-X-STREAM-INF:BANDWIDTH=1\n$&'),
  ),
  breaks('A tag of a whole playlist is there at most once', inPlaylist('low', '#EXT-X-ENDLIST', '$&\n$&')),
]

const ofPlaylists: Break[] = [
  breaks('A media playlist has EXT-X-TARGETDURATION', inPlaylist('high', '#EXT-X-TARGETDURATION:2\n', '')),
  breaks(
    'A media playlist has EXT-X-TARGETDURATION',
    inPlaylist('high-keys', 'DURATION:2\n', 'DURATION:2.0\n'),
  ),
  breaks('Every segment has an EXTINF', inPlaylist('high', '#EXTINF:2.000000,\n', '')),
  breaks(
    'No EXTINF, rounded, is longer than the target duration',
    inPlaylist('text', '#EXTINF:6.0', '#EXTINF:6.6'),
  ),
  breaks(
    'Sequence numbers come before the first segment',
    inPlaylist('low', /(#EXT-X-MEDIA-SEQUENCE:0\n)(.*?low\.mp4\n)/s, '$2$1'),
  ),
  breaks('Every playlist of on demand content has the type VOD', inPlaylist('sound', ':VOD', ':EVENT')),
  breaks('A VOD playlist ends in EXT-X-ENDLIST', inPlaylist('text', '#EXT-X-ENDLIST', '')),
  breaks('EXT-X-MAP applies to every fMP4 segment', inPlaylist('sound', /#EXT-X-MAP.*\n/, '')),
  breaks('EXT-X-MAP has a URI, and its range is n[@o]', inPlaylist('sound', 'URI="sound.mp4",', '')),
  breaks('EXT-X-MAP has a URI, and its range is n[@o]', inPlaylist('sound', /(MAP.*)@0"/, '$1@0-"')),
  breaks('A byte range is n[@o]', inPlaylist('low', /(.*BYTERANGE:\d+)@/s, '$1-')),
  breaks(
    'A byte range says where it starts, or follows a range of the same file',
    inPlaylist('low', /(BYTERANGE:\d+)@\d+/, '$1'),
  ),
  breaks('A byte range lies inside its file', inPlaylist('low', lastRange, longer(9))),
  breaks(
    'Video and audio playlists have one target duration',
    inPlaylist('sound', 'DURATION:2', 'DURATION:3'),
  ),
  breaks(
    'The master or every video playlist has EXT-X-INDEPENDENT-SEGMENTS',
    together(
      inMaster('#EXT-X-INDEPENDENT-SEGMENTS\n', ''),
      inPlaylist('low', '#EXT-X-INDEPENDENT-SEGMENTS\n', ''),
    ),
  ),
]

const ofVariants: Break[] = [
  breaks('A variant has BANDWIDTH', inMaster(/BANDWIDTH=\d+,/, '')),
  breaks('A variant has BANDWIDTH', inMaster(/(I-FRAME-STREAM-INF:)BANDWIDTH=\d+,/, '$1')),
  breaks('A URI line follows EXT-X-STREAM-INF', inMaster('high.m3u8', '# high\n$&')),
  breaks('EXT-X-I-FRAME-STREAM-INF has a URI', inMaster(',URI="low-keys.m3u8"', '')),
  breaks(
    'EXT-X-I-FRAME-STREAM-INF has no attribute of sound, text or frame rate',
    inMaster('#EXT-X-I-FRAME-STREAM-INF:', '$&FRAME-RATE=25.000,'),
  ),
  breaks('A variant has AVERAGE-BANDWIDTH', inMaster(/AVERAGE-BANDWIDTH=\d+,/, '')),
  breaks(
    'AVERAGE-BANDWIDTH is no higher than BANDWIDTH',
    inMaster(/(:BANDWIDTH=)(\d+),AVERAGE-BANDWIDTH=\d+/, '$1$2,AVERAGE-BANDWIDTH=$20'),
    'AVERAGE-BANDWIDTH is the measured average within 10 %',
  ),
  breaks('A variant has CODECS', inMaster(/CODECS="[^"]*",/, '')),
  breaks('A variant with video has RESOLUTION', inMaster('RESOLUTION=640x360,', '')),
  breaks('A variant with video has RESOLUTION', inMaster(/(I-FRAME.*)RESOLUTION=640x360,/, '$1')),
  breaks('A variant with video has FRAME-RATE', inMaster('FRAME-RATE=25.000,', '')),
  breaks('CLOSED-CAPTIONS is NONE in every variant or in none', inMaster('CLOSED-CAPTIONS=NONE,', '')),
  breaks('VIDEO-RANGE is everywhere unless all is SDR', inMaster('#EXT-X-STREAM-INF:', '$&VIDEO-RANGE=PQ,')),
  breaks(
    'There is an SDR stream to play and to seek in',
    inMaster(/#EXT-X-(I-FRAME-)?STREAM-INF:/g, '$&VIDEO-RANGE=PQ,'),
  ),
  breaks('Video comes in several bit rates', inMaster(secondVariants, '')),
  breaks('SCORE is in every variant or in none', inMaster('#EXT-X-STREAM-INF:', '$&SCORE=1,')),
  breaks('Video has I-frame playlists', inMaster(/#EXT-X-I-FRAME.*\n/g, '')),
  breaks('Every video codec has I-frames of that codec', inMaster(/#EXT-X-I-FRAME.*av1-keys.*\n/, '')),
]

const ofGroups: Break[] = [
  breaks('EXT-X-MEDIA has TYPE, GROUP-ID and NAME', inMaster('NAME="Main",', '')),
  breaks('A group that a variant names exists', inMaster('SUBTITLES="text"', 'SUBTITLES="texts"')),
  breaks('No two members of a group have one NAME', inMaster(/#EXT-X-MEDIA:TYPE=SUBTITLES.*\n/, '$&$&')),
  breaks(
    'A group has one DEFAULT at most',
    inMaster(/#EXT-X-MEDIA:TYPE=AUDIO.*\n/, (line) => line + line.replace('Main', 'Other')),
  ),
  breaks('What is DEFAULT is not kept from AUTOSELECT', inMaster('YES,AUTOSELECT=YES', 'YES,AUTOSELECT=NO')),
  breaks('A language is a BCP 47 tag', inMaster('LANGUAGE="en"', 'LANGUAGE="en_US"')),
  breaks('Every rendition but video has LANGUAGE', inMaster('LANGUAGE="en",', '')),
  breaks('Subtitles have a URI', inMaster(',URI="text.m3u8"', '')),
  breaks(
    'Closed captions have INSTREAM-ID and no URI',
    inMaster(/$/, `${captions},INSTREAM-ID="CC1",URI="text.m3u8"\n`),
  ),
  breaks('Closed captions have INSTREAM-ID and no URI', inMaster(/$/, `${captions}\n`)),
  breaks('Only closed captions have INSTREAM-ID', inMaster(audio, `${audio},INSTREAM-ID="CC1"`)),
  breaks('Only subtitles have FORCED', inMaster(audio, `${audio},FORCED=NO`)),
  breaks(
    'Groups of one type have the same members, alike but for URI and CHANNELS',
    inMaster(
      /#EXT-X-MEDIA:TYPE=AUDIO.*\n/,
      (line) => line + line.replace('"audio"', '"more"').replace('Main', 'Other'),
    ),
  ),
]

const ofDeclarations: Break[] = [
  breaks('BANDWIDTH is the measured peak within 10 %', inMaster(/(BANDWIDTH)=(\d+)/, times(1.2))),
  breaks(
    'BANDWIDTH is the measured peak within 10 %',
    inMaster(/(FRAME-STREAM-INF:BANDWIDTH)=(\d+)/, times(1.2)),
  ),
  breaks(
    'BANDWIDTH is the measured peak within 10 %',
    inMaster(/(BANDWIDTH)=(\d+)/, times(0.85)),
    'AVERAGE-BANDWIDTH is no higher than BANDWIDTH',
  ),
  breaks(
    'AVERAGE-BANDWIDTH is the measured average within 10 %',
    inMaster(/(AVERAGE-BANDWIDTH)=(\d+)/, times(0.85)),
  ),
  breaks('CODECS names every codec that is played', inMaster(',mp4a.40.2"', '"')),
  breaks(
    'CODECS names every codec that is played',
    inMaster('av01.0.00M.08', 'av01.0.01M.08'),
    'CODECS names no codec that is not played',
  ),
  breaks('CODECS names no codec that is not played', inMaster('mp4a.40.2"', 'mp4a.40.2,ec-3"')),
  breaks('RESOLUTION is the size of the stored picture', inMaster('640x360', '640x362')),
  breaks('FRAME-RATE is the measured rate', inMaster('25.000', '25.020')),
  breaks('FRAME-RATE has three decimals', inMaster('25.000', '25')),
  breaks('CHANNELS is the count of stored channels', inMaster('CHANNELS="2"', 'CHANNELS="6"')),
]

const ofTimes: Break[] = [
  breaks('A segment ends where a box ends', inPlaylist('sound', lastRange, longer(-1))),
  breaks(
    'EXTINF is the duration of the media within 1 ms',
    inPlaylist('sound', '#EXTINF:2.00', '#EXTINF:2.01'),
  ),
  breaks(
    'The EXTINF of any run of segments add up to its duration within a frame',
    inPlaylist('sound', '#EXTINF:2.00', '#EXTINF:2.03'),
    'EXTINF is the duration of the media within 1 ms',
  ),
  breaks(
    'No segment lasts longer than the target duration and half a second',
    together(...['high', 'low', 'av1', 'sound'].map((name) => inPlaylist(name, 'DURATION:2', 'DURATION:1'))),
    'No EXTINF, rounded, is longer than the target duration',
  ),
  breaks('All renditions last as long', inPlaylist('text', '#EXTINF:6.0', '#EXTINF:3.9')),
  breaks(
    'All renditions have their discontinuities at the same times',
    inPlaylist('sound', /(.*)#EXTINF/s, '$1#EXT-X-DISCONTINUITY\n#EXTINF'),
  ),
  breaks(
    'I-frame playlists, and no others, have EXT-X-I-FRAMES-ONLY',
    inPlaylist('low-keys', '#EXT-X-I-FRAMES-ONLY\n', ''),
  ),
  breaks(
    'I-frame playlists, and no others, have EXT-X-I-FRAMES-ONLY',
    inPlaylist('low', '#EXT-X-MAP', '#EXT-X-I-FRAMES-ONLY\n$&'),
  ),
  // An index (sidx) of 52 bytes comes before the first fragment.
  breaks(
    'An I-frame range begins with the moof of a sync sample',
    inPlaylist('high-keys', /(BYTERANGE:)(\d+)@(\d+)/, longer(52, -52)),
  ),
  breaks('An I-frame range holds the whole picture', inPlaylist('high-keys', lastRange, longer(-1))),
  breaks(
    'The EXTINF of an I-frame lasts to the next one',
    inPlaylist('high-keys', '#EXTINF:2.00', '#EXTINF:2.03'),
  ),
  breaks('A subtitle segment is WebVTT', inWords('WEBVTT', 'WEBVTX')),
  breaks('A subtitle segment has X-TIMESTAMP-MAP in its header', inWords(/X-TIMESTAMP.*\n/, '')),
  breaks('A subtitle segment has X-TIMESTAMP-MAP in its header', inWords('MPEGTS:0', 'MPEGTS:')),
  breaks('A subtitle segment has X-TIMESTAMP-MAP in its header', inWords('X-TIMESTAMP', '\nX-TIMESTAMP')),
  breaks('A cue ends after it begins', inWords('00:02.500', '00:00.500')),
]

/** What an edit of text can break. */
export const playlistBreaks: readonly Break[] = [
  ...ofText,
  ...ofPlaylists,
  ...ofVariants,
  ...ofGroups,
  ...ofDeclarations,
  ...ofTimes,
]
