import { marks, type Mark, type RouteWorld } from './route-world.ts'

/** Names of roles with a space between. */
type Roles = string

const nobody = ''
/** Who works on the post with the film and who runs the organization. */
const keepers = 'creator admin owner'
const readers = `${keepers} platform`
const staff = `otherCreator ${keepers}`
const runners = 'admin owner'
/** Everybody who may look into an organization that is not public. */
const insiders = `customer subscriber member otherCreator ${readers}`
const viewers = `customer ${readers}`
const signedIn = `stranger unproved owed owedPlatform otherCustomer rival ${insiders}`

/** One way to ask a route for what is somebody's. */
export type Line = {
  readonly params?: Record<string, string>
  readonly search?: string
  /** Whom its loader answers with a page, or sends to a file; everybody when it is not said. */
  readonly opens?: Roles
  /** What its loader shows, and to whom: exactly that, and nothing else to anybody. */
  readonly shows?: Partial<Record<Mark, Roles>>
  /** What its action's answer may show beside. */
  readonly answers?: Partial<Record<Mark, Roles>>
  /** What its action is sent, if it has one. */
  readonly sends?: readonly RequestInit[]
  /** Whose to do that is; from everybody else it must change nothing. */
  readonly doneBy?: Roles
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const json = (body: unknown, method = 'POST'): RequestInit => ({ method, body: JSON.stringify(body) })
const intents = (...names: string[]) =>
  names.map((intent) => form({ intent, title: 'Taken over', price: '5', slug: 'taken-over' }))

/** Every route with the ways to ask it. */
export function routeLines(world: RouteWorld): Record<string, readonly Line[]> {
  const { open, closed, film, draft, hidden, forSale, bought, people, uploadId } = world
  const org = open.slug
  const own: Line = { opens: signedIn, shows: { buyer: 'customer' } }
  const studio = (rest: Line = {}): readonly Line[] =>
    [org, closed.slug].map((slug) => ({ opens: staff, ...rest, params: { org: slug, ...rest.params } }))
  const settings = (rest: Line = {}) => studio({ opens: 'owner', doneBy: 'owner', ...rest })
  const platform = (rest: Line = {}): Line => ({ opens: 'platform', doneBy: 'platform', ...rest })
  /** A draft with the film and a post with it that was sold, to whom each plays or is shown. */
  const api = (ofDraft: Line, ofHidden: Line): readonly Line[] => [
    { ...ofDraft, params: { id: draft.id, ...ofDraft.params } },
    { ...ofHidden, params: { id: hidden.id, ...ofHidden.params } },
  ]
  const whoWatches = (name?: string) =>
    api(
      { opens: readers, params: name ? { '*': name } : {} },
      { opens: viewers, params: name ? { '*': name } : {} },
    )
  const playlists = ['master.m3u8', '240p.m3u8']
  /** Of an audit log, which keeps what the other tests do too. */
  const eventsLaid = '?action=content.delete'
  return {
    '$.tsx': [{ opens: nobody, sends: [form({})] }],
    '$org.$slug.tsx': [
      { params: { org, slug: draft.slug }, opens: readers, shows: { draft: readers } },
      {
        params: { org: closed.slug, slug: hidden.slug },
        opens: insiders,
        shows: { hidden: insiders },
      },
      // The page is for everybody, its words are not.
      { params: { org, slug: forSale.slug }, shows: { words: readers } },
      { params: { org, slug: bought.slug }, shows: { boughtWords: `otherCustomer ${readers}` } },
    ],
    '$org._index.tsx': [
      { params: { org } },
      // Whoever owes it a second factor knows that it is there, and sees no more.
      { params: { org: closed.slug }, opens: `owed ${insiders}`, shows: { hidden: insiders } },
    ],
    '_index.tsx': [{}],
    'account._index.tsx': [{ opens: nobody }],
    'account.data.tsx': [{ opens: signedIn, sends: [form({ intent: 'export' }), form({ intent: 'keep' })] }],
    'account.data_.archive.$exportId.ts': [
      { params: { exportId: world.archiveId }, opens: 'owner', shows: { archive: 'owner' } },
    ],
    'account.data_.deletion.tsx': [
      { ...own, sends: [form({ confirmation: people.owner.email }), form({})], doneBy: 'owner' },
    ],
    'account.devices.tsx': [
      {
        ...{ opens: signedIn, shows: { device: 'owner' } },
        ...{ sends: [form({ id: 'x' }), form({ intent: 'others' })], doneBy: 'owner' },
      },
    ],
    'account.email.tsx': [
      { ...own, sends: [form({ email: 'taken-over@codex.test', currentPassword: 'x' })] },
    ],
    'account.password.tsx': [{ ...own, sends: [form({ currentPassword: 'x', password: 'taken over' })] }],
    'account.profile.tsx': [{ ...own, sends: [form({ fullName: 'Taken over' })], doneBy: 'owner' }],
    'account.confirm.tsx': [{ ...own, sends: [form({}), form({ intent: 'code', code: '123456' })] }],
    'account.passkey-options.ts': [
      {
        ...{ opens: nobody, answers: { buyer: 'customer' } },
        sends: [json({ for: 'sign_in' }), json({ for: 'add' })],
      },
    ],
    'account.security.tsx': [
      {
        ...{ search: `?required=${closed.slug}`, opens: signedIn, shows: { passkey: 'owner' } },
        sends: ['remove_totp', 'remove_passkey', 'rename_passkey', 'add_passkey'].map((intent) =>
          form({ intent, passkeyId: 'owners-passkey', name: 'Taken over' }),
        ),
        doneBy: 'owner',
      },
    ],
    'account.security_.authenticator.tsx': [{ opens: nobody, sends: [form({ code: '123456' })] }],
    'account.security_.recovery-codes.tsx': [{ opens: 'owner', sends: [form({})] }],
    'account.organizations.tsx': [org, closed.slug].map((organization) => ({
      ...{ opens: signedIn, sends: [form({ organization })] },
      // To leave is everybody's own; an owner is needed.
      doneBy: 'admin creator otherCreator member subscriber',
    })),
    'api.content.$id.access.ts': api({ opens: readers }, { opens: insiders }),
    // The draft may not be kept by anybody, the other post by who bought it.
    'api.content.$id.download.ts': api({ opens: nobody }, { opens: viewers }),
    'api.content.$id.hls.$.ts': playlists.flatMap(whoWatches),
    'api.content.$id.preview.$.ts': api(
      { opens: readers, params: { '*': 'master.m3u8' } },
      { opens: insiders, params: { '*': 'master.m3u8' } },
    ),
    'api.content.$id.resume.ts': whoWatches().map((line) => ({
      ...line,
      sends: [json({ playbackPosition: 1 })],
    })),
    'api.content.$id.storyboard[.vtt].ts': whoWatches(),
    'api.content.$id.stream.ts': whoWatches(),
    'api.content.$id.ts': api(
      { opens: readers, shows: { draft: readers } },
      { opens: insiders, shows: { hidden: insiders } },
    ),
    'api.media.$id.hls.$.ts': playlists.map((name) => ({
      ...{ params: { id: film.id, '*': name }, opens: 'creator platform' },
    })),
    'api.media.$id.stream.ts': [{ params: { id: film.id }, opens: 'creator platform' }],
    'api.uploads.$uploadId.complete.ts': [{ params: { uploadId }, sends: [json({})], doneBy: 'creator' }],
    'api.uploads.$uploadId.parts.$partNumber.ts': [
      {
        params: { uploadId, partNumber: '1' },
        ...{ sends: [json({}), json({ etag: 'x', sizeBytes: 5 }, 'PUT')], doneBy: 'creator' },
      },
    ],
    'api.uploads.$uploadId.parts._index.ts': [
      { params: { uploadId }, opens: 'creator', shows: { upload: 'creator' } },
    ],
    'api.uploads.$uploadId.ts': [{ params: { uploadId }, sends: [{ method: 'DELETE' }], doneBy: 'creator' }],
    'api.uploads.ts': [
      {
        ...{ search: `?fingerprint=${marks.upload}`, opens: 'creator', shows: { upload: 'creator' } },
        // Every creator's own to do, the creator's among them.
        ...{
          sends: [json({ filename: 'mine.mp4', sizeBytes: 5, contentType: 'video/mp4' })],
          doneBy: 'creator',
        },
      },
    ],
    // Whoever has a post already, or keeps it, is shown the post.
    'checkout.$contentId.tsx': [
      { params: { contentId: draft.id }, opens: nobody, sends: [form({})] },
      {
        params: { contentId: hidden.id },
        opens: 'subscriber member otherCreator',
        ...{ shows: { hidden: 'subscriber member otherCreator' }, sends: [form({})] },
      },
    ],
    'checkout.done.tsx': [
      {
        search: `?session_id=cs_of_the_customer`,
        ...{ opens: 'customer platform', shows: { hidden: 'customer platform' } },
      },
    ],
    // It shows nothing: it leads from host to host, or to signing in.
    'hand-over.tsx': [{ search: `?host=${org}.localhost&state=x`, sends: [form({})] }],
    'healthz.ts': [{}],
    // A link shows whom it is for to whoever holds it, and lets in nobody else.
    'invite.$token.tsx': [
      {
        ...{ params: { token: 'nonsense' }, opens: nobody, shows: { buyer: 'customer' } },
        sends: [form({ intent: 'accept' }), form({ intent: 'decline' })],
      },
      {
        params: { token: `link-${closed.id}` },
        shows: { invitation: `guest ${signedIn}`, buyer: 'customer' },
        sends: [form({ intent: 'accept' })],
      },
    ],
    'library.tsx': [{ opens: signedIn, shows: { hidden: 'customer' } }],
    'live.media.ts': [org, closed.slug].map((slug) => ({
      search: `?org=${slug}`,
      ...{ opens: staff, shows: { film: keepers, spare: 'creator' } },
    })),
    'login.tsx': [{ opens: 'guest', sends: [form({ email: people.owner.email, password: 'a guess' })] }],
    'login_.second-factor.tsx': [{ opens: nobody, sends: [form({ code: '123456' })] }],
    'logout.tsx': [{ opens: nobody, sends: [form({})], doneBy: signedIn }],
    'platform._index.tsx': [{ opens: nobody }],
    'platform.audit._index.tsx': [
      platform({ search: eventsLaid, shows: { event: 'platform' } }),
      platform({ search: `${eventsLaid}&organization=${closed.slug}`, shows: { event: 'platform' } }),
    ],
    'platform.audit.export.ts': [
      platform({ search: eventsLaid, shows: { event: 'platform' } }),
      platform({ search: `${eventsLaid}&organization=${closed.slug}`, shows: { event: 'platform' } }),
    ],
    'platform.payments.tsx': [platform({ shows: { hidden: 'platform', paid: 'platform' } })],
    'platform.people.$personId.account.tsx': [
      platform({
        params: { personId: people.owner.id },
        sends: [form({ intent: 'disable', reason: 'I am curious' })],
      }),
    ],
    'platform.people.$personId.see-as.tsx': [
      platform({ params: { personId: people.owner.id }, sends: [form({ reason: 'I am curious' })] }),
    ],
    'platform.people._index.tsx': [platform({ search: '?q=zq-be', shows: { buyer: 'platform' } })],
    'platform.tsx': [platform()],
    'posters.content.$contentId.ts': [
      { params: { contentId: draft.id }, opens: readers },
      { params: { contentId: hidden.id }, opens: insiders },
    ],
    'posters.media.$mediaId.ts': [{ params: { mediaId: film.id }, opens: readers }],
    'posters.organizations.$organizationId.$picture.ts': ['logo', 'hero', 'hero-small'].flatMap((picture) => [
      { params: { organizationId: open.id, picture } },
      { params: { organizationId: closed.id, picture }, opens: `owed ${insiders}` },
    ]),
    'purchases.$purchaseId.tsx': [
      {
        params: { purchaseId: world.purchaseId },
        ...{ opens: 'customer', shows: { buyer: 'customer', hidden: 'customer', paid: 'customer' } },
      },
    ],
    'purchases._index.tsx': [{ opens: signedIn, shows: { hidden: 'customer', paid: 'customer' } }],
    'readyz.ts': [{}],
    'register.tsx': [
      {
        opens: 'guest',
        sends: [form({ fullName: 'Taken over', email: people.owner.email, password: 'a new password' })],
      },
    ],
    'reset.tsx': [{}, { search: '?token=none', sends: [form({ password: 'a new password' })] }],
    'studio.$org._index.tsx': studio({ opens: nobody }),
    'studio.$org.audit._index.tsx': studio({ search: eventsLaid, opens: 'owner', shows: { event: 'owner' } }),
    'studio.$org.audit.export.ts': studio({ search: eventsLaid, opens: 'owner', shows: { event: 'owner' } }),
    'studio.$org.content.$contentId.tsx': [
      {
        ...{ params: { org, contentId: draft.id }, opens: keepers },
        shows: { draft: keepers, film: keepers, spare: 'creator' },
        ...{ sends: intents('save', 'publish', 'archive', 'delete', 'restore', 'preview'), doneBy: keepers },
      },
      {
        ...{ params: { org: closed.slug, contentId: hidden.id }, opens: keepers },
        shows: { hidden: keepers, hiddenWords: keepers, film: keepers },
        ...{ sends: intents('save', 'archive', 'delete'), doneBy: keepers },
      },
    ],
    'studio.$org.content._index.tsx': [
      { params: { org }, opens: staff, shows: { draft: keepers } },
      { params: { org: closed.slug }, opens: staff, shows: { hidden: keepers } },
    ],
    'studio.$org.content.new.tsx': studio({
      ...{ shows: { film: 'creator', spare: 'creator' }, sends: intents('save'), doneBy: staff },
    }),
    'studio.$org.media.$mediaId.tsx': studio({
      ...{ params: { mediaId: film.id }, opens: keepers },
      shows: { film: keepers, draft: keepers, hidden: keepers },
      ...{ sends: intents('rename', 'retry', 'delete', 'restore'), doneBy: 'creator' },
    }),
    'studio.$org.media.$mediaId_.original.ts': studio({ params: { mediaId: film.id }, opens: 'creator' }),
    'studio.$org.media._index.tsx': studio({ shows: { film: 'creator', spare: 'creator' } }),
    'studio.$org.people._index.tsx': [
      ...studio({
        ...{ opens: runners, shows: { customRole: runners, invitation: runners } },
        sends: [
          form({ intent: 'invite', emails: 'me@codex.test', role: 'admin' }),
          form({ intent: 'resend', invitationId: world.invitation }),
          form({ intent: 'revoke', invitationId: world.invitation }),
        ],
        doneBy: runners,
      }),
      // The last owner cannot be lost, by nobody's hand.
      ...studio({
        ...{ opens: runners, shows: { customRole: runners, invitation: runners } },
        sends: ['role', 'grants', 'remove', 'reactivate', 'transfer'].map((intent) =>
          form({ intent, personId: people.owner.id, role: 'member' }),
        ),
      }),
    ],
    'studio.$org.people.roles.tsx': studio({
      ...{ opens: runners, shows: { customRole: runners } },
      sends: ['create', 'edit', 'delete'].map((intent) =>
        form({ intent, name: 'Mine', roleId: world.customRole }),
      ),
      doneBy: runners,
    }),
    'studio.$org.sales.tsx': [
      {
        ...{ params: { org: closed.slug }, opens: staff },
        shows: { hidden: keepers, payout: keepers, organizationFee: runners, paid: runners },
      },
    ],
    'studio.$org.settings._index.tsx': settings({ sends: intents('save') }),
    'studio.$org.settings.branding.tsx': settings({
      sends: [
        form({ intent: 'colors', primaryColor: '#000000' }),
        form({ intent: 'remove-logo' }),
        form({ intent: 'logo' }),
      ],
    }),
    'studio.$org.settings.deletion.tsx': [open, closed].map(({ slug }) => ({
      ...{ params: { org: slug }, opens: 'owner' },
      ...{ sends: [form({ confirmation: slug })], doneBy: 'owner' },
    })),
    'studio.$org.settings.domain.tsx': settings({
      shows: { domainToken: 'owner' },
      sends: [
        form({ intent: 'claim', domain: 'films.example.com' }),
        form({ intent: 'verify' }),
        form({ intent: 'remove' }),
      ],
    }),
    'studio.$org.settings.security.tsx': settings({ sends: [form({ requiresSecondFactor: 'on' })] }),
    'studio.$org.settings.storefront.tsx': [
      {
        ...{ params: { org }, opens: 'owner' },
        ...{ sends: [form({ about: 'Taken over' })], doneBy: 'owner' },
      },
      {
        ...{ params: { org: closed.slug }, opens: 'owner', shows: { hidden: 'owner' } },
        ...{ sends: [form({ about: 'Taken over' })], doneBy: 'owner' },
      },
    ],
    'studio.$org.settings.tsx': settings(),
    'studio.$org.transcoding.tsx': studio({
      shows: { film: keepers, spare: 'creator' },
      ...{ sends: [form({ mediaId: film.id })], doneBy: keepers },
    }),
    'studio.$org.tsx': studio(),
    'studio._index.tsx': [open, closed].map(({ id }) => ({
      ...{ search: '?all', opens: signedIn },
      sends: [form({ intent: 'restore', organizationId: id })],
    })),
    'studio.new.tsx': [{ opens: signedIn, sends: [form({ name: 'Taken over', slug: org })] }],
    'support.end.ts': [{ opens: nobody, sends: [form({})] }],
    'theme.tsx': [{ opens: nobody, sends: [form({ theme: 'dark' })] }],
    'verify.tsx': [{ search: '?token=none', sends: [form({})] }],
    'webhooks.stripe.tsx': [
      { opens: nobody, sends: [json({ type: 'checkout.session.completed', id: world.checkoutId })] },
    ],
  }
}
