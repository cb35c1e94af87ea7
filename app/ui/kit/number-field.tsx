import { currencySymbol } from './format.ts'
import { TextField } from './text-field.tsx'
import type { TextFieldProps } from './text-field.tsx'

export type NumberFieldProps = Omit<TextFieldProps, 'type' | 'inputMode'>

/** A whole number, typed as text: no spinner, no number changed by a scroll. Parsing is the server's. */
export function NumberField(props: NumberFieldProps) {
  return <TextField autoComplete="off" {...props} inputMode="numeric" />
}

export type PriceFieldProps = NumberFieldProps & { /** ISO 4217; USD by default. */ currency?: string }

/** A price in its currency's main unit (“12.50”). Submits what was typed; the server makes cents of it. */
export function PriceField({ currency = 'USD', ...rest }: PriceFieldProps) {
  return (
    <TextField
      placeholder="0.00"
      autoComplete="off"
      {...rest}
      inputMode="decimal"
      before={currencySymbol(currency)}
      after={<span className="text-sm">{currency.toUpperCase()}</span>}
    />
  )
}
