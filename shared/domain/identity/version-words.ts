/** Words that follow a title and say which recording of it this is, in the languages in which releases are named. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ''));

/** The same sound: another transfer, edition or upload of it. One of these has to be there. */
export const sameSound =
  set(`remaster remastered remasters remastering remasterise remasterisee remasterizado remasterizada
  remasterizacion remasterizacao remasterisiert remastert remasterizzato remasterizzata remasteroitu remasteroituna remastrad
  remasteret geremasterd remasterowany ремастер ремастеринг ремастированный ремастерінг mono monophonic stereo estereo
  stereophonic explicit explicito explicita clean censored uncensored deluxe delux luxe mqa hd hq 4k hires lossless
  official oficial officiel officielle offizielles offizielle ufficiale officieel lyrics lyric letra paroles testo visualizer
  visualiser reissue reissued anniversary expanded моно стерео`);
/** What goes with them, and alone says nothing. */
export const sameSoundBeside = set(`digital digitally version versione versio versie versao edition edicion edicao
  edizione editie utgava ausgabe edit album single lp ep original originale bonus track tracks special limited standard
  collectors the in and by with from of for new newly full tape mix master masters music musik video videoclip clip audio
  sound song fassung версия издание видео аудио`);
/** Together the same sound, each alone not. */
export const sameSoundPhrases =
  /^(?:(?:album|single|lp|ep|original|studio|main|standard|full length|full) (?:version|versione|versao|versie|fassung|mix|recording)|(?:version|versao|versione) (?:original|originale|album|single|del album|de l'?album|studio|de estudio|estudio|studio)|bonus(?: track| song| cut)?s?|pista adicional|faixa bonus|titre bonus|originalversion|albumversion|singleversion|album|single|lp|ep|original mix|from .*(?:soundtrack|motion picture|film|movie|series|musical|album|game)\b.*)$/;

/** Another recording, where one of these is the whole of what is said, or begins it before a joint. */
export const versions =
  set(`live remix remixed rmx mix edit version versione versio versie versao verze wersja fassung ver demo demos
  acoustic instrumental karaoke cover unplugged acapella acappella bootleg mashup rework reworked refix flip dub vip session
  sessions rehearsal outtake rerecorded rerecording extended alternate alternative slowed sped nightcore stripped orchestral
  piano megamix medley версия ремикс кавер караоке демо сессия`);
/** Another recording whatever stands before: "Ola Remix", "Club Edit", "BBC Session". */
export const versionsAtEnd =
  set(`live remix rmx mix edit version versione versio versie versao verze wersja fassung ver demo acoustic
  instrumental karaoke cover unplugged acapella acappella bootleg mashup rework refix flip dub vip session sessions rehearsal
  outtake remake megamix take cut версия ремикс кавер караоке демо сессия nightcore`);
/** What may follow such a word that begins a note: "Live at the Harbour", "Demo 1993", "Acoustic Version". */
export const joints = set(`at in from on by for with of to version mix edit session sessions recording take cut
  performance live acoustic demo remix cover instrumental and en em au aux a ao no na nos nas de del da dal di du des do im
  am aus bei vom beim von auf i på pa z w u ve vid fra van uit op в на из от с bbc mtv tour show concert up reverb`);

/** One word for what the languages say in their own. Longest first. */
export const translations: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|(?<=\s))(?:ao vivo|en vivo|en directe?o?|en concierto|en concert|en public|en live|in concert|dal vivo|dal concerto|im konzert|live im konzert|in concerto|na zywo|nazivo|uzivo|u zivo|eloben|elo felvetel|elo|koncert|koncertna|canli|canli performans|konserissa|livena|live-mitschnitt|livemitschnitt|liveaufnahme|live-aufnahme|livespelning|zive|концерт|концертная|концертная запись|концертная версия|вживую|живьем|живая|живой звук|наживо|на живо|ζωντανα|ζωντανη|langsung)(?=\s|$)/g,
    'live',
  ],
  [
    /(?:^|(?<=\s))(?:acustic[ao]|acoustique|akustisch\w*|akustik|akustiska?|akustinen|akoestisch\w*|akustyczn\w*|akusticka?|akusztikus|акустик\w*|акустика|акустическая|акустический|акустична)(?=\s|$)/g,
    'acoustic',
  ],
  [
    /(?:^|(?<=\s))(?:instrumentale?s?|instrumentaali|instrumentaal|instrumentalni|instrumentalna|inst|instr|enstrumantal|инструментал|инструментальная|минус|backing track)\.?(?=\s|$)/g,
    'instrumental',
  ],
  [/(?:^|(?<=\s))(?:remixe|remixado|remixada|remezcla|remezclado|ремикс|реміх)(?=\s|$)/g, 'remix'],
  [/(?:^|(?<=\s))(?:maqueta|maquette|demoversion|demo-version|демо)(?=\s|$)/g, 'demo'],
  [/(?:^|(?<=\s))(?:кавер|reprise de|coverversion|cover-version)(?=\s|$)/g, 'cover'],
  [
    /(?:^|(?<=\s))(?:versione|versio|versie|versao|verze|wersja|fassung|ver|версия|версія|versiyon|versiyonu)\.?(?=\s|$)/g,
    'version',
  ],
  [/a cap+ella|acapella/g, 'acappella'],
  [/re-(?=record|work|master|mix|edit|issue)/g, 're'],
];

/** Scripts without spaces: what a note holds, wherever it stands in it. */
export const unspacedSame =
  /リマスタ|モノラル|ステレオ|重制|重製|豪华版|豪華版|高音质|高音質|리마스터|모노|스테레오|디럭스|公式|官方/;
export const unspacedVersions: readonly (readonly [RegExp, string])[] = [
  [/ライブ|ライヴ|现场|現場|演唱会|演唱會|라이브|생방송|공연|실황/, 'live'],
  [/リミックス|混音|리믹스/, 'remix'],
  [/インスト|伴奏|纯音乐|純音樂|器乐|器樂|演奏版|반주|인스트|연주곡/, 'instrumental'],
  [/カラオケ|卡拉ok|노래방|가라오케/, 'karaoke'],
  [/アコースティック|弾き語り|不插电|不插電|原声|原聲|어쿠스틱/, 'acoustic'],
  [/カバー|カヴァー|翻唱|커버/, 'cover'],
  [/デモ|小样|데모/, 'demo'],
  [/バージョン|ヴァージョン|버전|(?:^|\s|\S)版$/, 'version'],
];
