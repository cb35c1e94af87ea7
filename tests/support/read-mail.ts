import { expect, inject } from 'vitest'

type Mail = { subject: string; text: string }

/** The newest mail to an address; undefined when there is none. */
export async function newestMail(to: string): Promise<Mail | undefined> {
  const { mailbox } = inject('stack').outside
  const answer = await fetch(`${mailbox}/api/mails?${new URLSearchParams({ to })}`)
  return ((await answer.json()) as Mail[])[0]
}

/** The path of the link in the newest mail to an address, as soon as it has come. */
export async function mailedLink(to: string): Promise<string> {
  let link: string | undefined
  await expect
    .poll(
      async () => {
        const mail = await newestMail(to)
        return (link = mail && /http\S+[?]token=\S+/.exec(mail.text)?.[0])
      },
      { timeout: 30_000 },
    )
    .toBeTruthy()
  const { pathname, search } = new URL(link!)
  return pathname + search
}
