import type { Server } from 'node:http'
import type { ServerBuild } from '@remix-run/node'
import express, { type Express } from 'express'
import { isForVite } from './vite-paths.ts'

/** Vite inside the web process: hot reload while developing, over the same port. Answers how to load the newest server build. */
export async function mountVite(app: Express, server: Server): Promise<() => Promise<ServerBuild>> {
  const { createServer } = await import('vite')
  const vite = await createServer({ server: { middlewareMode: true, hmr: { server } } })
  app.use(express.static('public'))
  app.use((request, response, next) =>
    isForVite(request.path) ? vite.middlewares(request, response, next) : next(),
  )
  return () => vite.ssrLoadModule('virtual:remix/server-build') as unknown as Promise<ServerBuild>
}
