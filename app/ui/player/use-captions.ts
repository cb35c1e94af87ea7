import { captionIn, type Caption } from './captions.ts'
import { captionLanguages, keepCaptions, readKeptCaptions } from './kept-captions.ts'
import type { EngineState } from './use-engine.ts'

export type CaptionsState = {
  readonly captions: readonly Caption[]
  readonly shown: Caption | undefined
  choose(caption: Caption | undefined): void
  /** Shows captions in the language chosen last, or hides them. Answers which are shown now. */
  toggle(): Caption | undefined
}

/** Shows and hides captions, and keeps the choice in this browser from film to film. */
export function useCaptions({
  offer: { captions },
  chooseCaption,
}: Pick<EngineState, 'offer' | 'chooseCaption'>): CaptionsState {
  const shown = captions.find(({ isActive }) => isActive)
  const choose = (caption: Caption | undefined) => {
    keepCaptions({
      language: caption?.language ?? readKeptCaptions().language,
      isOn: caption !== undefined,
    })
    chooseCaption(caption?.trackId ?? 'off')
  }
  const toggle = () => {
    const next = shown ? undefined : (captionIn(captions, captionLanguages()) ?? captions[0])
    choose(next)
    return next
  }
  return { captions, shown, choose, toggle }
}
