/** Names that exports give to their columns and keys, in several languages, and what each says of a listen. */

const names = {
  userId: `user_id user username user_name benutzer utilisateur usuario utente`,
  itemId: `item_id`,
  listenedAt: `listened_at listenedat time timestamp uts unix_timestamp unixtime epoch date datetime date_time utc_time
    date_utc time_utc timestamp_utc date_played time_played played_at played_on playedat playdate play_date
    play_time last_played scrobbled_at scrobble_time scrobble_date scrobble_timestamp date_scrobbled
    scrobbled event_start_timestamp start_time started_at started start listen_date listened_on listen_time datum
    zeit zeitpunkt zeitstempel gehort_am abgespielt_am datum_und_uhrzeit horodatage date_et_heure
    date_ecoute ecoute_le heure fecha fecha_y_hora hora reproducido data data_e_ora data_e_hora ora tijd
    tijdstip datum_tijd tid data_i_godzina czas дата время 日時 时间 日期 시간 modified_at createdat created_at uhrzeit
    entry_date stream_date submission_time play_timestamp utc timems time_ms datetime_utc date_listened datelistened date_of_play playback_time date_and_time
    dateplayed when last_played_at last_played_date last_played_on played_date listened_at_iso viewed_at playback_date
    playback_started_at time_stamp scrobbledat played_at_utc zuletzt_gespielt dernier_ecoute derniere_lecture`,
  endedAt: `ended_at end_time endtime event_end_timestamp stopped_at ts_end finished_at completed_at ts`,
  day: `scrobble_day day tag`,
  seconds: `seconds`,
  title: `title track track_name track_title trackname song song_name song_title songname name
    master_metadata_track_name episode_name episode_title episodename episode recording recording_name titel
    lied liedtitel titelname titre morceau chanson nom_du_titre titulo cancion pista titolo brano canzone
    faixa musica nummer lat spar utwor tytul название трек песня 曲名 トラック タイトル 歌曲 标题 곡 제목 chapter_name
    tracktitle songtitle songtitel titel_des_songs titre_de_la_chanson nom_de_la_chanson`,
  artistName: `artist_name artist artists artistname artist_names track_artist trackartist artist_credit
    artist_credit_name performer band creator container_artist_name master_metadata_album_artist_name
    podcast podcast_name podcast_title podcastname podcasttitle show show_name show_title episode_show_name
    book_name bookname kunstler kuenstler interpret interpreter kunstlername artiste interprete
    nom_de_l_artiste artista artiest uitvoerende wykonawca artysta исполнитель артист アーティスト 艺人 艺术家 歌手 가수
    아티스트 grandparent_title uploader author podcast_show feed_title`,
  albumArtist: `album_artist albumartist album_artist_name albuminterpret artiste_de_l_album`,
  artistMbid: `artist_mbid artist_mbids artistmbid mb_artistid musicbrainz_artistid musicbrainz_artist_id`,
  artistId: `artist_id artistid`,
  releaseName: `release_name album album_name album_title albumname albumtitle release master_metadata_album_album_name
    albumtitel albumnaam nom_de_l_album disque disco альбом アルバム 专辑 앨범 parent_title`,
  releaseMbid: `album_mbid release_mbid albummbid mb_albumid musicbrainz_albumid musicbrainz_album_id`,
  recordingMbid: `track_mbid recording_mbid trackmbid mbid song_mbid mb_trackid musicbrainz_trackid
    musicbrainz_recording_id musicbrainz_track_id`,
  address: `spotify_track_uri spotify_uri track_uri trackuri spotify_episode_uri uri`,
  playedMs: `played_ms ms_played msplayed stream_duration_ms play_duration_milliseconds play_duration_ms listened_ms playedms`,
  playedSeconds: `played_seconds seconds_played played_s listening_time listening_time_s play_duration listened_seconds
    duration_played consumption_duration_in_seconds played_up_to wiedergabezeit wiedergabedauer horzeit duree_d_ecoute
    temps_d_ecoute`,
  durationMs: `duration_ms durationms media_duration_in_milliseconds length_ms track_duration_ms`,
  durationText: `duration length track_length track_duration dauer lange duree duracion durata`,
  kind: `kind type media_type item_type`,
  tags: `tags genre genres`,
  event: `event_type event action`,
  private: `incognito_mode private_session`,
} as const satisfies Record<string, string>;

export type HistoryColumn = keyof typeof names;

/** Case, accents, spaces and punctuation of a name do not count. */
const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The first of a column's names is the strongest; a column takes the strongest field that a record has. */
const columnByName = new Map(
  Object.entries(names).flatMap(([column, all]) =>
    all.split(/\s+/).map((name, rank) => [foldName(name), { column: column as HistoryColumn, rank }] as const),
  ),
);

export type ColumnMeaning = { readonly column: HistoryColumn; readonly rank: number; readonly utc: boolean };

/** What a column of that name says, or undefined for one that is not read: "Date#ada", "Date (UTC)", "Künstler". */
export function meaningOf(name: string): ColumnMeaning | undefined {
  const bare = name.replace(/#.*$/, '').trim();
  const found =
    columnByName.get(foldName(bare)) ??
    columnByName.get(foldName(bare.replace(/\([^)]*\)|\[[^\]]*\]/g, ''))) ??
    columnByName.get(foldName(bare.replace(/^#/, '')));
  return found === undefined ? undefined : { ...found, utc: /utc|gmt|^uts$/i.test(name) };
}
