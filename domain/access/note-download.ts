import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'

/** Writes down that the actor downloads a post they may watch; nothing when they may not. */
export async function noteDownload(
  tx: ActorTx,
  download: { contentId: string; origin: Origin; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { contentId, origin, detail } = download
  await tx.execute(
    sql`select app.note_download(${contentId}, ${origin.ipAddress}, ${origin.userAgent}, ${JSON.stringify(detail)}::jsonb)`,
  )
}
