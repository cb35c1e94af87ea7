import type { PlanConstraint } from '../plan/plan.ts'

/** Thrown when the original is not what its plan took it for: it is planned anew, with this constraint. */
export class PlanUnfit extends Error {
  readonly constraint: PlanConstraint

  constructor(constraint: PlanConstraint, detail: string) {
    super(`the plan does not fit (${constraint}): ${detail}`)
    this.name = 'PlanUnfit'
    this.constraint = constraint
  }
}
