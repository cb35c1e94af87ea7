import { parentPort } from 'node:worker_threads'
import { renderMarkdown } from './render.ts'

/** The thread behind `createMarkdown`: one text after the other. */
parentPort!.on('message', (markdown: string) => parentPort!.postMessage(renderMarkdown(markdown)))
