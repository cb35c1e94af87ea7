import { Form } from '@remix-run/react'
import { Filter } from 'lucide-react'
import { Button, LinkButton } from '../kit/button.tsx'
import { Select, type ChoiceGroup } from '../kit/select.tsx'
import { TextField } from '../kit/text-field.tsx'

export type AuditFilterProps = {
  /** What the log is narrowed to now, as it stands in the address. */
  search: string
  /** Where the log is. */
  here: string
  actions: readonly ChoiceGroup[]
  people: readonly { id: string; fullName: string }[]
  /** Where the days begin. */
  timeZone: string
  /** The whole platform's log can be narrowed to an organization. */
  hasOrganizations: boolean
  /** No organization lives at the address that was entered. */
  isUnknown: boolean
}

/** What the log is narrowed to: a form that puts it into the address. */
export function AuditFilter(props: AuditFilterProps) {
  const { search, here, actions, people, timeZone, hasOrganizations, isUnknown } = props
  const now = new URLSearchParams(search)
  const valueOf = (name: string) => now.get(name) ?? ''
  return (
    <Form
      key={search}
      action={here}
      role="search"
      aria-label="Narrow the log"
      data-chrome
      className="mb-6 grid grid-cols-2 items-end gap-x-3 gap-y-4 rounded-lg border border-line bg-surface p-4 shadow-low lg:grid-cols-6"
    >
      {hasOrganizations && (
        <TextField
          name="organization"
          label="Organization"
          placeholder="Any"
          defaultValue={valueOf('organization')}
          before="/"
          autoCapitalize="none"
          spellCheck={false}
          errors={isUnknown ? ['No organization lives there.'] : undefined}
          className="col-span-2"
        />
      )}
      <Select
        name="action"
        label="What"
        placeholder="Anything"
        options={actions}
        defaultValue={valueOf('action')}
        className="col-span-2"
      />
      <Select
        name="person"
        label="Who"
        placeholder="Anybody"
        options={people.map(({ id, fullName }) => ({ value: id, label: fullName }))}
        defaultValue={valueOf('person')}
        className={hasOrganizations ? undefined : 'lg:col-span-2'}
      />
      <Select
        name="result"
        label="Result"
        placeholder="Any"
        options={[
          { value: 'success', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
        defaultValue={valueOf('result')}
        className={hasOrganizations ? undefined : 'lg:col-span-2'}
      />
      <TextField
        name="from"
        type="date"
        label="From"
        defaultValue={valueOf('from')}
        className="max-sm:col-span-2 lg:col-span-2"
      />
      <TextField
        name="to"
        type="date"
        label="To"
        defaultValue={valueOf('to')}
        className="max-sm:col-span-2 lg:col-span-2"
      />
      <div className="col-span-2 flex flex-wrap items-center justify-end gap-2">
        {search && (
          <LinkButton to={here} look="ghost">
            Clear filters
          </LinkButton>
        )}
        <Button type="submit" icon={Filter}>
          Show events
        </Button>
      </div>
      <p className="col-span-full text-sm text-ink-quiet">
        Days begin at midnight in {timeZone.replaceAll('_', ' ')}.
      </p>
    </Form>
  )
}
