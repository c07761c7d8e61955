"""The application: screens a person sees, and the services that carry out what they ask."""
