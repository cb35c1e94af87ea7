/** The process is alive. Says nothing of its parts: those are /readyz's. */
export const loader = () => Response.json({ status: 'ok' })
