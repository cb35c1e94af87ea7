/** What one of Stripe's test cards does when it is charged. */
export type CardOutcome =
  | { kind: 'approved'; dispute?: 'fraudulent' | 'product_not_received' }
  | { kind: 'declined'; code: string; decline?: string; message: string }
  | { kind: 'invalid'; message: string }

export type Card = { number: string; brand: string; last4: string; outcome: CardOutcome }

/** The card everybody knows. */
export const testCard = '4242424242424242'

const approved: CardOutcome = { kind: 'approved' }

function declined(code: string, message: string, decline?: string): CardOutcome {
  return { kind: 'declined', code, message, ...(decline ? { decline } : {}) }
}

const outcomes: Record<string, CardOutcome> = {
  [testCard]: approved,
  '4000056655665556': approved,
  '5555555555554444': approved,
  '378282246310005': approved,
  '4000000000000259': { kind: 'approved', dispute: 'fraudulent' },
  '4000000000002685': { kind: 'approved', dispute: 'product_not_received' },
  '4000000000000002': declined('card_declined', 'Your card was declined.', 'generic_decline'),
  '4000000000009995': declined('card_declined', 'Your card has insufficient funds.', 'insufficient_funds'),
  '4000000000000069': declined('expired_card', 'Your card has expired.'),
  '4000000000000127': declined('incorrect_cvc', 'Your card’s security code is incorrect.'),
  '4000000000000119': declined(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
}

const unknownCard = declined(
  'card_declined',
  'Your card was declined. Only test cards work here: try 4242 4242 4242 4242.',
  'test_mode_live_card',
)

/** Reads a card number as typed, spaces and all. */
export function readCard(typed: string): Card {
  const number = typed.replace(/[\s-]/g, '')
  const brand = number.startsWith('5') ? 'mastercard' : number.startsWith('3') ? 'amex' : 'visa'
  const last4 = number.slice(-4)
  if (!isCardNumber(number))
    return { number, brand, last4, outcome: { kind: 'invalid', message: 'Your card number is invalid.' } }
  return { number, brand, last4, outcome: outcomes[number] ?? unknownCard }
}

/** ISO/IEC 7812: 12 to 19 digits that pass the Luhn check. */
function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false
  const sum = [...number].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
