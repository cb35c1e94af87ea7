import { expect, inject } from 'vitest'

type Mail = { subject: string; text: string }

/** The path of the link in the newest mail to an address, as soon as it has come. */
export async function mailedLink(to: string): Promise<string> {
  const { mailbox } = inject('stack').outside
  let link: string | undefined
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${mailbox}/api/mails?${new URLSearchParams({ to })}`)
        const [mail] = (await answer.json()) as Mail[]
        return (link = mail && /http\S+[?]token=\S+/.exec(mail.text)?.[0])
      },
      { timeout: 30_000 },
    )
    .toBeTruthy()
  const { pathname, search } = new URL(link!)
  return pathname + search
}
