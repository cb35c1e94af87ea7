import { Link } from '@remix-run/react'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Column<Row> = {
  key: string
  header: string
  /** null where a row has nothing to say: a dash, and no line on a phone. */
  cell: (row: Row) => ReactNode
  /** Figures stand at the end, in tabular figures. */
  align?: 'start' | 'end'
  /** The row's name: its heading for screen readers and the card's first line on a phone. */
  isName?: boolean
  /** Keeps the header for screen readers only, as for buttons. */
  hideHeader?: boolean
  /** The address that sorts by this column, and how it is sorted now. */
  sort?: { to: string; direction?: 'ascending' | 'descending' | undefined }
  className?: string
}

export type DataTableProps<Row> = {
  /** What the rows are; for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  className?: string
}

const cellBase =
  'px-4 py-3 align-middle max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-1'

/** Rows under headings; on a phone each row is a card. The roles keep it a table for screen readers then. */
export function DataTable<Row>({ caption, columns, rows, rowKey, className }: DataTableProps<Row>) {
  return (
    <div
      className={cx(
        'overflow-x-auto sm:rounded-lg sm:border sm:border-line sm:bg-surface sm:shadow-low',
        className,
      )}
      // A wide table scrolls sideways; the keyboard must be able to.
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table role="table" className="w-full text-left max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="border-b border-line text-sm text-ink-quiet max-sm:sr-only">
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="divide-y divide-line max-sm:grid max-sm:gap-3 max-sm:divide-y-0">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="transition-colors max-sm:block max-sm:rounded-lg max-sm:border max-sm:border-line max-sm:bg-surface max-sm:p-4 max-sm:shadow-low sm:hover:bg-sunken/50"
            >
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HeaderCell<Row>({ column: { header, align, hideHeader, sort } }: { column: Column<Row> }) {
  const Arrow =
    sort?.direction === 'ascending' ? ArrowUp : sort?.direction === 'descending' ? ArrowDown : ArrowUpDown
  return (
    <th
      scope="col"
      role="columnheader"
      aria-sort={sort?.direction}
      className={cx('h-11 px-4 font-medium whitespace-nowrap', align === 'end' && 'text-right')}
    >
      {hideHeader ? (
        <span className="sr-only">{header}</span>
      ) : sort ? (
        <Link
          to={sort.to}
          preventScrollReset
          className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
        >
          {header}
          <Arrow aria-hidden className={cx('size-3.5', !sort.direction && 'opacity-50')} />
        </Link>
      ) : (
        header
      )}
    </th>
  )
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { header, align, isName, hideHeader, className } = column
  const content = column.cell(row)
  if (isName) {
    return (
      <th scope="row" role="rowheader" className={cx(cellBase, 'font-medium max-sm:pb-2', className)}>
        <div className="min-w-0 flex-1">{content}</div>
      </th>
    )
  }
  return (
    <td
      role="cell"
      className={cx(
        cellBase,
        align === 'end' && 'tabular text-right',
        content === null && 'max-sm:hidden',
        className,
      )}
    >
      {!hideHeader && (
        <span aria-hidden className="text-sm text-ink-quiet sm:hidden">
          {header}
        </span>
      )}
      <div className={cx('min-w-0 max-sm:text-right', hideHeader && 'max-sm:ml-auto')}>
        {content === null ? '–' : content}
      </div>
    </td>
  )
}
