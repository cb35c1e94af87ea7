/** The import law of the house: what each folder may touch. `npm run check` runs it. */
const rooms = [
  'account',
  'organization',
  'media',
  'transcode',
  'catalog',
  'access',
  'playback',
  'commerce',
  'leaving',
  'notice',
  'insight',
  'audit',
]
const helpers = ['audit', 'notice']
const devOnly = '^(local|tests|bench)/'

/** A room may import the rooms before it, the rooms that help everyone, and any job contract. */
const roomRules = rooms.map((room, index) => ({
  name: `room-${room}`,
  severity: 'error',
  from: { path: `^domain/${room}/`, pathNot: '\\.(test|handler)\\.tsx?$' },
  to: {
    path: `^domain/(${rooms.filter((other, at) => at > index && !helpers.includes(other) && other !== room).join('|') || 'none'})/`,
    pathNot: '\\.job\\.ts$',
  },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'platform-is-below',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(app|worker|domain|db|local|bench)/' },
    },
    {
      name: 'db-is-the-ground-floor',
      severity: 'error',
      from: { path: '^db/', pathNot: '^db/seed/' },
      to: { path: '^(app|worker|domain|platform|local|bench)/' },
    },
    {
      name: 'domain-below-processes',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: '^(app|worker|local|bench)/' },
    },
    { name: 'app-and-worker-apart', severity: 'error', from: { path: '^app/' }, to: { path: '^worker/' } },
    { name: 'worker-and-app-apart', severity: 'error', from: { path: '^worker/' }, to: { path: '^app/' } },
    {
      name: 'handlers-belong-to-the-worker',
      severity: 'error',
      from: { path: '^(app|domain|platform|db)/', pathNot: '\\.(test|handler)\\.ts$' },
      to: { path: '\\.handler\\.ts$' },
    },
    {
      // Money is the exception: pure, and the same on both sides of the wire.
      name: 'ui-has-no-server-code',
      severity: 'error',
      from: { path: '^app/ui/' },
      to: {
        path: '(\\.server\\.ts$|^(db|platform|app/http)/)',
        pathNot: '^platform/money\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'what-browsers-load-stands-alone',
      severity: 'error',
      from: { path: '^platform/money\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'product-code-needs-no-local-stack',
      severity: 'error',
      from: { path: '^(app|worker|domain|platform|db)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: devOnly },
    },
    {
      name: 'no-dev-packages-in-production',
      severity: 'error',
      from: {
        path: '^(app|worker|domain|platform|db)/',
        pathNot: '(\\.test\\.tsx?$|^app/http/dev-server\\.ts$)',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^build/|^\\.local/|^node_modules/\\.)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
