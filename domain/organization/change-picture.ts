import type { Actor, AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'
import { changeSettings } from './change-settings.ts'
import { makeHero, makeLogo } from './make-picture.ts'
import { pictureKey, smallKey, type PictureKind } from './picture-keys.ts'
import type { SettingsEditor } from './settings-queries.ts'

type PictureNeeds = Pick<Needs, 'storage'> & { readonly asActor: AsActor }

/** The key of an asset never holds another picture. */
const forever = 'public, max-age=31536000, immutable'

/**
 * Makes the picture that was sent small, still and ours (WebP, whatever it was), and puts it in the place of the one before, whose
 * files are removed. Refuses with `invalid` beside `picture`, and with `not_found`.
 */
export async function changePicture(
  { asActor, storage }: PictureNeeds,
  actor: Actor,
  editor: SettingsEditor,
  { kind, bytes }: { kind: PictureKind; bytes: Uint8Array },
): Promise<void> {
  const files = kind === 'logo' ? { large: await makeLogo(bytes) } : await makeHero(bytes)
  const key = pictureKey(editor.organizationId, kind, files.large)
  await storage.put({ bucket: 'assets', key }, files.large, 'image/webp', forever)
  if ('small' in files)
    await storage.put({ bucket: 'assets', key: smallKey(key) }, files.small, 'image/webp', forever)
  await exchange({ asActor, storage }, actor, editor, kind, key)
}

/** Takes a picture away, its files with it. Refuses with `not_found`. */
export async function removePicture(
  needs: PictureNeeds,
  actor: Actor,
  editor: SettingsEditor,
  kind: PictureKind,
): Promise<void> {
  await exchange(needs, actor, editor, kind, null)
}

async function exchange(
  { asActor, storage }: PictureNeeds,
  actor: Actor,
  editor: SettingsEditor,
  kind: PictureKind,
  key: string | null,
): Promise<void> {
  const column = kind === 'logo' ? 'logoKey' : 'heroKey'
  const before = await asActor(actor, (tx) => changeSettings(tx, editor, { [column]: key }))
  const old = before[column]
  if (old && old !== key) await storage.remove('assets', [old, smallKey(old)])
}
