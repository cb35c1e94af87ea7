import { archiveDays } from '../rules.ts'
import { sections } from './sections.ts'

const width = Math.max(...Object.keys(sections).map((name) => name.length)) + 2
const contents = Object.entries(sections)
  .map(([name, words]) => `  ${name.padEnd(width)}${words}`)
  .join('\n')

/** What lies in an archive and what does not, in words for the person whose it is. */
export const readmeText = ({ email, madeAt, appUrl }: { email: string; madeAt: Date; appUrl: string }) => `\
Everything Codex keeps about ${email}
Made on ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC

Each part is here twice, with the same facts: as JSON for programs, and as CSV
for spreadsheets. A part without rows means that we keep nothing of that kind.

${contents}

Times are UTC. Amounts are whole cents (or the smallest unit of their currency).
In CSV files a text that a spreadsheet would take for a formula begins with an
apostrophe; the JSON file has it as it is.

Not in here:

- Films and recordings themselves: they would make this too large to send. To
  get an original as you uploaded it, open the studio at ${appUrl}/studio, then
  Media, the file, and “Download original”.
- Passwords, codes, passkeys and links: we keep them only in a form that nobody
  can read, not even you.
- Anything about other people, such as who bought what you sell.

This archive can be fetched for ${archiveDays} days. Keep it where only you can read it.
`
