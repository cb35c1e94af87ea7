import { expect, test } from 'vitest'
import { createMarkdown } from '#platform/markdown/markdown.ts'
import { renderMarkdown } from '#platform/markdown/render.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
const long = 'A **long** story, told [here](https://example.com).\n\n'.repeat(2000)
const keys = () => ground.wiring.needs.redis.keys(`${ground.wiring.env.REDIS_PREFIX}:markdown:*`)

test('a long text is rendered beside the process’s own thread, and once', async () => {
  const markdown = createMarkdown(ground.wiring.needs)
  try {
    let turns = 0
    const turning = setInterval(() => (turns += 1), 1)
    const html = await markdown.toHtml(long)
    clearInterval(turning)
    expect(html).toBe(renderMarkdown(long))
    expect(turns).toBeGreaterThan(10)
    const [key] = await keys()
    await ground.wiring.needs.redis.set(key!, '<p>kept</p>')
    expect(await markdown.toHtml(long)).toBe('<p>kept</p>')
  } finally {
    await markdown.close()
  }
})

test('a text that nobody renders is shown as it was typed, and safely', async () => {
  const markdown = createMarkdown(ground.wiring.needs)
  try {
    const texts = Array.from({ length: 60 }, (_, n) => `${n} <script>x</script>\n${'*a_'.repeat(20_000)}`)
    const shown = await Promise.all(texts.map((text) => markdown.toHtml(text)))
    expect(shown.every((html) => !html.includes('<script'))).toBe(true)
    expect(shown.at(-1)).toMatch(/^<p>59 &lt;script&gt;x&lt;\/script&gt;<br \/>/)
  } finally {
    await markdown.close()
  }
})
