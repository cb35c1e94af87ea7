import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
/** CBOR of bytes in the shortest form for their length (RFC 8949, major type 2), and of a text shorter than 24. */
const cborBytes = (bytes: Buffer) => {
  const { length } = bytes
  const head = length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(head), bytes])
}
const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

const flagsOf = { present: 0x01, verified: 0x04, attested: 0x40 }

type Asked = { readonly challenge: string; readonly origin: string; readonly rpId: string }

/** An authenticator in software: one passkey (ES256) that answers as a browser sends it. */
export function softPasskey(personId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x!, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y!, 'base64url')),
  ])
  let counter = 0

  const named = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
  const clientData = (type: string, { challenge, origin }: Asked) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authenticatorData = (rpId: string, flags: number, rest = Buffer.alloc(0)) =>
    Buffer.concat([sha256(rpId), Buffer.from([flags]), uint32(counter), rest])

  return {
    id: named.id,
    /** What a browser says after it made this passkey. */
    made(asked: Asked, { isVerified = true } = {}) {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const flags = flagsOf.present | flagsOf.attested | (isVerified ? flagsOf.verified : 0)
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        ...[
          cborText('fmt'),
          cborText('none'),
          cborText('attStmt'),
          Buffer.from([0xa0]),
          cborText('authData'),
        ],
        cborBytes(authenticatorData(asked.rpId, flags, attested)),
      ])
      const response = {
        clientDataJSON: clientData('webauthn.create', asked).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      }
      return JSON.stringify({ ...named, response, clientExtensionResults: {} })
    },
    /** What a browser says after this passkey signed. `counts`: where its counter goes on from. */
    signed(asked: Asked, { isVerified = true, counts = counter + 1, userHandle = personId } = {}) {
      counter = counts
      const client = clientData('webauthn.get', asked)
      const data = authenticatorData(asked.rpId, flagsOf.present | (isVerified ? flagsOf.verified : 0))
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
        userHandle: Buffer.from(userHandle).toString('base64url'),
      }
      return JSON.stringify({ ...named, response, clientExtensionResults: {} })
    },
  }
}

export type SoftPasskey = ReturnType<typeof softPasskey>
