/** Options of the Remix plugin; vite.config.ts hands them over. */
/** @type {import('@remix-run/dev').VitePluginConfig} */
export default {
  appDirectory: 'app',
  ignoredRouteFiles: ['**/*.test.{ts,tsx}'],
  serverModuleFormat: 'esm',
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    // All routes together are 5 kB, cached for a year; met one by one, a link that is touched early could not be fetched ahead.
    v3_lazyRouteDiscovery: false,
  },
}
