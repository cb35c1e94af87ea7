/**
 * What somebody may do in an organization. The database has the same names in `app.permissions_of_role` and lets nothing
 * through that the application forgets to ask for; a test holds the two together.
 */
export const permissions = {
  'content.create': { name: 'Create posts', sentence: 'Makes posts, and edits and deletes their own.' },
  'content.publish': { name: 'Publish posts', sentence: 'Puts posts on sale and archives them.' },
  'content.edit_others': {
    name: 'Edit the posts of others',
    sentence: 'Sees everybody’s drafts, and edits and deletes any post here.',
  },
  'media.upload': { name: 'Upload media', sentence: 'Uploads files to their own library.' },
  'transcoding.view': {
    name: 'Follow the transcoding',
    sentence: 'Sees how every file that posts here use is made, and tries failed ones again.',
  },
  'sales.view': { name: 'See sales', sentence: 'Sees what was sold and earned, never who bought it.' },
  'people.manage': {
    name: 'Manage people',
    sentence: 'Invites people, gives them roles and removes them.',
  },
  'roles.manage': { name: 'Manage roles', sentence: 'Makes roles and decides what they may do.' },
  'settings.manage': {
    name: 'Change the settings',
    sentence: 'Changes the name, the look and the openness of the organization.',
  },
  'audit.view': { name: 'Read the audit log', sentence: 'Sees who did what here, when and from where.' },
} as const satisfies Record<string, { name: string; sentence: string }>

export type Permission = keyof typeof permissions
export const allPermissions = Object.keys(permissions) as Permission[]

const creating: readonly Permission[] = ['content.create', 'content.publish', 'media.upload']
const running: readonly Permission[] = [
  ...creating,
  'content.edit_others',
  'transcoding.view',
  'sales.view',
  'people.manage',
  'roles.manage',
]

/** What each built-in role may do. Members and subscribers watch; what else they may is granted. */
export const rolePermissions = {
  owner: allPermissions,
  admin: running,
  creator: creating,
  member: [],
  subscriber: [],
} as const satisfies Record<string, readonly Permission[]>

/** Is this the name of a permission? */
export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name)
