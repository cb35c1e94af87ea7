import { clsx } from 'clsx'
import type { ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Joins class names; where two set the same property the later one counts. */
export function cx(...classes: ClassValue[]): string {
  return twMerge(clsx(classes))
}
