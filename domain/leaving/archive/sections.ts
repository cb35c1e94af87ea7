/** The parts of an archive, in the order they are in; app.export_page knows each by its name. */
export const sections = {
  account: 'Your account and your profile',
  memberships: 'Organizations that you belong to, and as what',
  organizations: 'Organizations that you own, with their settings',
  invitations: 'Invitations to your address',
  devices: 'Browsers that are signed in as you',
  second_factors: 'What you sign in with beside a password: kinds and dates',
  purchases: 'What you bought, when and for how much',
  checkouts: 'What you set out to buy',
  sales: 'Sales of what you made, without who bought it',
  access: 'What you may watch, listen to and read',
  playback: 'Where you stopped in films and recordings',
  posts: 'Posts that you wrote, with their words (Markdown)',
  media: 'Films and recordings that you uploaded: facts about them, not the files',
  activity: 'What our log keeps of what you did, and of what was done to your account',
  support_visits: 'When our support looked at Codex as you, and why',
  mails: 'Mails that we sent to you',
  archives: 'Archives like this one',
} as const

export type Section = keyof typeof sections
