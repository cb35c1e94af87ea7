import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What the page that is open has against WCAG 2.2 AA, but for what was announced and is about to be taken back; and whether it
 * scrolls sideways.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .exclude('[data-live-announcer]')
    .options({ rules: { 'target-size': { enabled: true } } })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const { pathname } = new URL(page.url())
  const faults = violations.map(
    ({ id, nodes }) => `${pathname}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return isWide ? [...faults, `${pathname}: scrolls sideways at ${page.viewportSize()?.width} px`] : faults
}
