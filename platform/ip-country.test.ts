import { expect, test } from 'vitest'
import { countryOfAddress } from './ip-country.ts'

test.each([
  ['8.8.8.8', 'US'],
  ['81.2.69.142', 'GB'],
  ['2001:4860:4860::8888', 'US'],
  ['::ffff:81.2.69.142', 'GB'],
  ['127.0.0.1', null],
  ['::1', null],
  ['10.1.2.3', null],
  ['192.168.1.1', null],
  ['fd00::1', null],
  ['nonsense', null],
  ['', null],
])('the address %s is from %s', (address, country) => expect(countryOfAddress(address)).toBe(country))
