import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { featuredMax } from '#domain/organization/settings-forms.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { FieldGroup, useFieldIds } from '../kit/field.tsx'
import { Select } from '../kit/select.tsx'

export type FeaturedFieldProps = {
  name: string
  id: string
  /** All that can be chosen. */
  posts: readonly { id: string; title: string }[]
  /** Ids in order. */
  initial: readonly string[]
  errors: string[] | undefined
}

/** Posts chosen for the top of the storefront, and put in order there. */
export function FeaturedField({ name, id, posts, initial, errors }: FeaturedFieldProps) {
  const [chosen, setChosen] = useState<readonly string[]>(initial)
  const [next, setNext] = useState('')
  const description = `Up to ${featuredMax} posts that stand first, in this order.`
  const ids = useFieldIds({ id, description, errors })
  const items = chosen.flatMap((key) => posts.find((post) => post.id === key) ?? [])
  const left = posts.filter((post) => !chosen.includes(post.id))
  const swap = (at: number, by: 1 | -1) => {
    const order = [...chosen]
    ;[order[at], order[at + by]] = [order[at + by]!, order[at]!]
    setChosen(order)
  }
  return (
    <FieldGroup label="Featured posts" optional {...{ description, errors, ids }}>
      <input type="hidden" name={name} value={chosen.join(',')} />
      {items.length > 0 && (
        <ol aria-label="Featured posts, in order" className="grid gap-1.5">
          {items.map((post, at) => (
            <li
              key={post.id}
              className="flex items-center gap-1 rounded-md border border-line bg-surface p-1.5 pl-3 shadow-low"
            >
              <span className="min-w-0 flex-1 truncate text-sm">{post.title}</span>
              <IconButton
                icon={ArrowUp}
                size="sm"
                label={`Move ${post.title} up`}
                isDisabled={at === 0}
                onPress={() => swap(at, -1)}
              />
              <IconButton
                icon={ArrowDown}
                size="sm"
                label={`Move ${post.title} down`}
                isDisabled={at === items.length - 1}
                onPress={() => swap(at, 1)}
              />
              <IconButton
                icon={X}
                size="sm"
                label={`Take ${post.title} out`}
                onPress={() => setChosen(chosen.filter((key) => key !== post.id))}
              />
            </li>
          ))}
        </ol>
      )}
      {posts.length === 0 ? (
        <p className="text-sm text-ink-quiet">Publish a post first, then choose it here.</p>
      ) : (
        left.length > 0 &&
        chosen.length < featuredMax && (
          <div className="flex items-end gap-2">
            <Select
              name="post"
              label="Another post"
              placeholder="Choose a post"
              value={next}
              onChange={(event) => setNext(event.target.value)}
              options={left.map((post) => ({ value: post.id, label: post.title }))}
              className="min-w-0 flex-1"
            />
            <Button
              look="quiet"
              icon={Plus}
              isDisabled={!left.some((post) => post.id === next)}
              onPress={() => {
                setChosen([...chosen, next])
                setNext('')
              }}
            >
              Add
            </Button>
          </div>
        )
      )}
    </FieldGroup>
  )
}
