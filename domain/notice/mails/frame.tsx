import type { ReactNode } from 'react'
import { Body, Button, Container, Head, Heading, Hr, Html, Preview, Section, Text } from 'react-email'

const font = { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif' }
const ink = '#1c1d22'
const quiet = '#5d606b'

export type FrameProps = {
  /** What inboxes show beside the subject. */
  preview: string
  title: string
  /** Why somebody gets this mail, where it is not that they have an account. */
  why?: string
  children: ReactNode
}

/** The sheet that every mail of ours is written on. */
export function Frame({ preview, title, why, children }: FrameProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ ...font, backgroundColor: '#f5f5f7', margin: 0, padding: '32px 12px' }}>
        <Container
          style={{ backgroundColor: '#ffffff', borderRadius: 12, maxWidth: 520, padding: '32px 32px 24px' }}
        >
          <Heading as="h1" style={{ color: ink, fontSize: 22, lineHeight: '30px', margin: '0 0 16px' }}>
            {title}
          </Heading>
          {children}
          <Hr style={{ borderColor: '#e6e6eb', margin: '28px 0 16px' }} />
          <Text style={{ color: quiet, fontSize: 13, lineHeight: '20px', margin: 0 }}>
            {why ?? 'You’re getting this email because you have a Codex account.'} It’s not a newsletter, so
            there’s nothing to unsubscribe from.
          </Text>
        </Container>
      </Body>
    </Html>
  )
}

/** Words of a mail, with room below. */
export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={{ color: ink, fontSize: 16, lineHeight: '24px', margin: '0 0 16px' }}>{children}</Text>
}

/** The one thing to do next. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: '24px 0' }}>
      <Button
        href={href}
        style={{
          backgroundColor: '#3b4bc8',
          borderRadius: 8,
          color: '#ffffff',
          fontSize: 16,
          fontWeight: 600,
          padding: '12px 20px',
        }}
      >
        {children}
      </Button>
    </Section>
  )
}

/** Names and values, one a line. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <Section
      style={{ backgroundColor: '#f5f5f7', borderRadius: 8, margin: '0 0 16px', padding: '12px 16px' }}
    >
      {rows.map(([name, value]) => (
        <Text key={name} style={{ color: ink, fontSize: 15, lineHeight: '22px', margin: '4px 0' }}>
          <span style={{ color: quiet }}>{name}: </span>
          <strong>{value}</strong>
        </Text>
      ))}
    </Section>
  )
}
