import { data, type ActionFunctionArgs, type ServerBuild } from '@remix-run/node'
import type { Refusal } from '#platform/refusal.ts'
import { z } from '#platform/schema.ts'
import type { RequestContext } from './context.ts'
import { readForm } from './parse.server.ts'
import { bodyOf, statusOf } from './refusal-response.server.ts'
import { submitForm } from './submit-form.server.ts'

type Context = { readonly context: RequestContext }

/** What a form must not be given back. */
const secret = /password|code|credential/i

/**
 * The build with actions that refuse where the request's context says so. They answer as pages' own refusals do, whichever of the
 * two ways a page has, so that it is said in place and nothing typed is lost.
 */
export function refusingActions(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    const action = route?.module.action
    if (!action) return [id, route] as const
    const guarded = (asked: ActionFunctionArgs & Context) =>
      asked.context.refusesWrites ? refuse(asked.request, asked.context.refusesWrites) : action(asked)
    return [id, { ...route, module: { ...route.module, action: guarded } }] as const
  })
  return { ...build, routes: Object.fromEntries(routes) }
}

async function refuse(request: Request, refusal: Refusal) {
  const form = await readForm(request)
  const hidden = [...form.keys()].filter((name) => secret.test(name))
  const answer = await submitForm(form, z.object({}), () => Promise.reject(refusal), { hidden })
  return data({ ...answer.data, refusal: bodyOf(refusal) }, { status: statusOf[refusal.kind] })
}
