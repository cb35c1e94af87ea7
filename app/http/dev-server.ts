import type { Server } from 'node:http'
import type { ServerBuild } from '@remix-run/node'
import type { Express } from 'express'

/** Vite inside the web process: hot reload while developing, over the same port. Answers how to load the newest server build. */
export async function mountVite(app: Express, server: Server): Promise<() => Promise<ServerBuild>> {
  const { createServer } = await import('vite')
  const vite = await createServer({ server: { middlewareMode: true, hmr: { server } } })
  app.use(vite.middlewares)
  return () => vite.ssrLoadModule('virtual:remix/server-build') as unknown as Promise<ServerBuild>
}
