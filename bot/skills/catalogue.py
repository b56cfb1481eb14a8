"""What can be taught, by topic. The slug is stored; the label is what people read."""

CATALOGUE: dict[str, dict[str, str]] = {
    "Social media and video": {
        "short-video": "Short video (Reels, Shorts, TikTok)",
        "social-media": "Social media for leaders",
        "linkedin": "A LinkedIn presence",
        "podcasts": "Podcasts",
        "online-communities": "Online communities",
        "creators": "Working with creators",
    },
    "Data and AI": {
        "ai-assistants": "AI assistants in daily work",
        "prompting": "Prompting",
        "ai-ethics": "Risks and ethics of AI",
        "data-viz": "Data visualisation",
        "data-literacy": "Reading data critically",
        "automation": "Automating routine work",
    },
    "Digital tools": {
        "slack": "Slack beyond messages",
        "online-collaboration": "Whiteboards and shared documents",
        "remote-meetings": "Remote and hybrid meetings",
        "no-code": "No-code tools",
        "cybersecurity": "Security habits",
        "gaming": "Games and virtual worlds",
    },
    "Customers and generations": {
        "gen-z-work": "What Gen Z expects of work",
        "gen-z-customers": "What Gen Z buys, and why",
        "digital-shopping": "Shopping online today",
        "employer-brand": "How we look to applicants",
        "trends": "Trends and youth culture",
    },
    "Culture and inclusion": {
        "inclusion": "Inclusion day to day",
        "inclusive-language": "Inclusive language",
        "accessibility": "Accessibility",
        "lgbtq": "LGBTQ+ at work",
        "origins": "Working across cultures",
        "early-careers": "How it is to start here",
        "speaking-up": "Speaking up and feedback",
    },
    "Ways of working": {
        "agile": "Agile in practice",
        "flexible-work": "Flexible and remote work",
        "learning": "Learning on the job",
        "sustainability": "Sustainability",
        "wellbeing": "Wellbeing and boundaries",
        "startups": "How start-ups work",
    },
}

LABELS: dict[str, str] = {slug: label for topic in CATALOGUE.values() for slug, label in topic.items()}
