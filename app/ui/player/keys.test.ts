import { expect, test } from 'vitest'
import { commandFor } from './keys.ts'

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

test.each([
  [' ', { kind: 'toggle-play' }],
  ['K', { kind: 'toggle-play' }],
  ['ArrowLeft', { kind: 'seek-by', seconds: -5 }],
  ['l', { kind: 'seek-by', seconds: 10 }],
  ['ArrowUp', { kind: 'volume-by', step: 0.1 }],
  ['c', { kind: 'toggle-captions' }],
  ['7', { kind: 'seek-to', share: 0.7 }],
  ['?', { kind: 'toggle-help' }],
])('%j works the film from anywhere on the page', (key, command) =>
  expect(commandFor(press(key), 'page')).toEqual(command),
)

test('the browser’s own shortcuts stay the browser’s', () => {
  expect(commandFor(press('f', { ctrlKey: true }), 'page')).toBeUndefined()
  expect(commandFor(press('ArrowLeft', { altKey: true }), 'page')).toBeUndefined()
  expect(commandFor(press('l', { metaKey: true }), 'page')).toBeUndefined()
})

test('a focused button keeps its space and a slider its arrows, letters work all the same', () => {
  expect(commandFor(press(' '), 'control')).toBeUndefined()
  expect(commandFor(press('ArrowRight'), 'control')).toBeUndefined()
  expect(commandFor(press('m'), 'control')).toEqual({ kind: 'toggle-mute' })
})

test('somebody who is typing only types', () => expect(commandFor(press('k'), 'text')).toBeUndefined())
