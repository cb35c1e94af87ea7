import { expect, test } from 'vitest'
import { storefrontAddress } from './storefront-address.ts'

const plain = { slug: 'yoga', domain: null }
const own = { slug: 'yoga', domain: 'films.example.com' }

test('a storefront is at its name below the platform, and at its own domain once that is verified', () => {
  expect(storefrontAddress('https://codex.example', plain)).toBe('https://codex.example/yoga')
  expect(storefrontAddress('https://codex.example', plain, 'film')).toBe('https://codex.example/yoga/film')
  expect(storefrontAddress('https://codex.example', own)).toBe('https://films.example.com/')
  expect(storefrontAddress('https://codex.example', own, 'film')).toBe('https://films.example.com/film')
})
