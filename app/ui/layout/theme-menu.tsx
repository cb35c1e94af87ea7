import { useFetcher, useLocation } from '@remix-run/react'
import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { Menu, MenuItem } from '../kit/menu.tsx'
import { themes, useTheme } from '../theme.ts'

const looks = {
  light: { icon: Sun, words: 'Light' },
  dark: { icon: Moon, words: 'Dark' },
  system: { icon: Monitor, words: 'As the system' },
}

/** Light, dark, or as the system has it. */
export function ThemeMenu() {
  const current = useTheme()
  const fetcher = useFetcher({ key: 'theme' })
  const { pathname, search } = useLocation()
  const choose = (theme: string) =>
    fetcher.submit({ theme, returnTo: pathname + search }, { method: 'post', action: '/theme' })
  return (
    <Menu
      label="Theme"
      trigger={<IconButton icon={looks[current].icon} label={`Theme: ${looks[current].words}`} />}
    >
      {themes.map((theme) => (
        <MenuItem
          key={theme}
          id={theme}
          icon={looks[theme].icon}
          isCurrent={theme === current}
          onAction={() => choose(theme)}
        >
          {looks[theme].words}
        </MenuItem>
      ))}
    </Menu>
  )
}
