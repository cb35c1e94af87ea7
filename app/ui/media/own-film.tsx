import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../kit/button.tsx'
import { Poster } from '../kit/poster.tsx'
import { Player } from '../player/player.tsx'
import { mediaPosterUrl, type MediaView } from './media-view.ts'

/** A film or recording for its creator, to watch also while the rest of it is being made; for others its poster. */
export function OwnFilm({ media, isOwn }: { media: MediaView; isOwn: boolean }) {
  const [wantsWhatIsThere, setWantsWhatIsThere] = useState(false)
  const { id, title, status, stage, mediaType, durationSeconds } = media
  const isGrowing = status === 'transcoding' && stage === 'encoding' && mediaType === 'video'
  if (isOwn && (status === 'ready' || (isGrowing && wantsWhatIsThere)))
    return (
      <Player
        key={id}
        source={{ kind: 'media', mediaId: id }}
        title={title}
        creatorName=""
        kind={mediaType}
        duration={durationSeconds ?? 0}
        posterSrc={mediaPosterUrl(media)}
        posterHash={media.posterHash}
        resumeAt={0}
        className="rounded-lg"
      />
    )
  return (
    <div className="relative">
      <Poster
        src={mediaPosterUrl(media)}
        hash={media.posterHash}
        kind={mediaType}
        duration={durationSeconds}
        ratio={media.width && media.height ? Math.max(1, media.width / media.height) : 16 / 9}
        alt={`Poster of ${title}`}
        eager
      />
      {isOwn && isGrowing && (
        <div className="absolute inset-0 grid place-items-center">
          <Button look="quiet" icon={Play} onPress={() => setWantsWhatIsThere(true)}>
            Watch what is there
          </Button>
        </div>
      )}
    </div>
  )
}
