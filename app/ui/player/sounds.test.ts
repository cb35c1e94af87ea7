import { expect, test } from 'vitest'
import type { Track } from './qualities.ts'
import { soundsOf, trackWithSound } from './sounds.ts'

const track = (id: number, height: number, language: string, more: Partial<Track> = {}): Track => ({
  id,
  active: false,
  width: (height * 16) / 9,
  height,
  bandwidth: height * 4000,
  videoCodec: 'avc1.640028',
  language,
  label: language,
  ...more,
})
const film = [
  track(1, 720, 'en'),
  track(2, 360, 'en', { active: true }),
  track(3, 720, 'de'),
  track(4, 360, 'de'),
  track(5, 360, 'en', { label: 'Commentary' }),
]

test('a sound is offered once, however many pictures it comes with', () =>
  expect(soundsOf(film, ['en'])).toEqual([
    { trackId: 2, label: 'English · en', isActive: true },
    { trackId: 3, label: 'German', isActive: false },
    { trackId: 5, label: 'English · Commentary', isActive: false },
  ]))

test('another sound keeps the picture that is seen', () => {
  expect(trackWithSound(film, 3)?.id).toBe(4)
  const av1 = track(6, 360, 'de', { videoCodec: 'av01.0.01M.08' })
  expect(trackWithSound([av1, ...film], 6)?.id).toBe(4)
})

test('a picture that does not come with a sound gives way to the sound', () =>
  expect(trackWithSound([track(1, 360, 'en', { active: true }), track(2, 720, 'de')], 2)?.id).toBe(2))
