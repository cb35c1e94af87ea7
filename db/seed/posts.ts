import type { clips } from './clips.ts'

export type DemoPost = {
  readonly clip?: keyof typeof clips
  readonly title: string
  readonly slug: string
  readonly description: string
  readonly body?: string
  readonly category: string
  readonly tags: readonly string[]
  readonly priceCents: number
}

/** The demo organization. */
export const organization = {
  slug: 'northlight',
  name: 'Northlight',
  description: 'Short films and recordings to slow down with. Drawn, not filmed, somewhere far up north.',
}

/** What the demo storefront offers; the last one is the newest. */
export const posts: readonly DemoPost[] = [
  {
    title: 'How these films were drawn',
    slug: 'how-these-films-were-drawn',
    description: 'A short note on pictures that no camera has seen.',
    body: [
      'Every film of this studio is **computed**, one frame after the other, and then goes the way of any upload: it is ' +
        'probed, planned, encoded into a ladder of qualities and cut into segments.',
      '',
      '## What to look for',
      '',
      '- The quality menu of the player: choose one, and watch the picture change.',
      '- Close the page in the middle of a film and come back: it goes on where you stopped.',
      '- Buy *Aurora* with the test card `4242 4242 4242 4242`; no money moves.',
    ].join('\n'),
    category: 'Notes',
    tags: ['behind the scenes'],
    priceCents: 0,
  },
  {
    clip: 'evening',
    title: 'Evening tones',
    slug: 'evening-tones',
    description: 'Five tones that come and go. For the last minute of a day.',
    category: 'Recordings',
    tags: ['sound', 'calm'],
    priceCents: 300,
  },
  {
    clip: 'ember',
    title: 'Ember',
    slug: 'ember',
    description: 'A fire without a fireplace. **Free to watch** for everybody who is signed in.',
    category: 'Films',
    tags: ['fire', 'calm'],
    priceCents: 0,
  },
  {
    clip: 'zoom',
    title: 'The edge of the set',
    slug: 'the-edge-of-the-set',
    description:
      'Half a minute along a line that never ends.\n\nThe deeper one looks, the more of it there is.',
    category: 'Films',
    tags: ['mathematics'],
    priceCents: 700,
  },
  {
    clip: 'aurora',
    title: 'Aurora',
    slug: 'aurora',
    description: 'Green light over a fjord that is on no map.\n\n*Best in the dark, with the sound on.*',
    category: 'Films',
    tags: ['night', 'calm', 'north'],
    priceCents: 1200,
  },
]
