/** What users are playing this minute. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { NowPlaying as NowPlayingRecord } from '#shared/schemas/now-playing.ts';

export interface NowPlayingStore {
  read(userId: UserId, now: number): Promise<NowPlayingRecord | undefined>;
  set(playing: NowPlayingRecord): Promise<void>;
  clear(userId: UserId): Promise<void>;
}
