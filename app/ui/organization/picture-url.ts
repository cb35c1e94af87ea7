/** Where a picture of an organization is; undefined while it has none. The version makes a new picture a new address. */
export function pictureUrl(
  organizationId: string,
  picture: 'logo' | 'hero' | 'hero-small',
  version: string | null,
): string | undefined {
  return version ? `/posters/organizations/${organizationId}/${picture}?v=${version}` : undefined
}
