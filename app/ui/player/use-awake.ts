import { useCallback, useEffect, useRef, useState } from 'react'

const restAfter = 3000

/** Whether somebody is at the controls: a pointer moved, a key or a focus came within the last three seconds. */
export function useAwake(frame: HTMLElement | null): {
  isAwake: boolean
  wake: () => void
  rest: () => void
} {
  const [isAwake, setIsAwake] = useState(true)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const rest = useCallback(() => {
    clearTimeout(timer.current)
    setIsAwake(false)
  }, [])
  const wake = useCallback(() => {
    setIsAwake(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      // Whoever works the controls by keyboard keeps seeing them.
      if (!frame?.querySelector(':focus-visible')) setIsAwake(false)
    }, restAfter)
  }, [frame])

  useEffect(() => {
    if (!frame) return
    const moved = (event: PointerEvent) => event.pointerType === 'mouse' && wake()
    const left = (event: PointerEvent) => event.pointerType === 'mouse' && rest()
    frame.addEventListener('pointermove', moved)
    frame.addEventListener('pointerleave', left)
    frame.addEventListener('keydown', wake)
    frame.addEventListener('focusin', wake)
    return () => {
      clearTimeout(timer.current)
      frame.removeEventListener('pointermove', moved)
      frame.removeEventListener('pointerleave', left)
      frame.removeEventListener('keydown', wake)
      frame.removeEventListener('focusin', wake)
    }
  }, [frame, wake, rest])
  return { isAwake, wake, rest }
}
